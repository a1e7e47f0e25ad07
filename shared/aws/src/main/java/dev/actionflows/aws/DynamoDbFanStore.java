package dev.actionflows.aws;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Fans as items of the table. An address and its stop state are one item, apart from the fan:
 * whoever sends STOP need not be known, and what is sent to an address asks that item.
 */
public final class DynamoDbFanStore implements FanStore {
    private static final int MAX_CONSENTS = 100;
    private static final String ABSENT = "attribute_not_exists(pk)";

    private final Table table;

    public DynamoDbFanStore(Table table) {
        this.table = table;
    }

    @Override
    public Fan findOrCreate(ProjectId project, FanIdentity identity, FanId newId, Instant now) {
        Fan fan = Fan.first(newId, List.of(identity), now);
        List<Table.Refusal> refusals =
                table.transact(
                        List.of(
                                claimIdentity(project, identity.identity(), fan),
                                put(FanItem.encode(project, fan), ABSENT, Map.of())));
        if (refusals.isEmpty()) {
            return fan;
        }
        Table.Refusal refusal = refusals.getFirst();
        if (refusal.index() != 0) {
            throw new IllegalStateException("there is a fan " + newId + " already");
        }
        // a fan's profile is written together with its identity, so it is there
        return FanItem.decodeIdentity(refusal.item())
                .fan()
                .flatMap(id -> FanResolver.find(this, project, id))
                .orElseThrow();
    }

    @Override
    public void create(ProjectId project, Fan fan) {
        Item item = FanItem.encode(project, fan);
        List<Table.Refusal> refusals = table.transact(List.of(put(item, ABSENT, Map.of())));
        if (!refusals.isEmpty()) {
            throw new IllegalStateException("there is a fan " + fan.id() + " already");
        }
    }

    @Override
    public Optional<Fan> find(ProjectId project, FanId id) {
        return table.find(Key.fan(project, id)).map(FanItem::decode);
    }

    @Override
    public List<Fan> findAll(ProjectId project, Collection<FanId> ids) {
        return table
                .findAll(ids.stream().distinct().map(id -> Key.fan(project, id)).toList())
                .values()
                .stream()
                .map(FanItem::decode)
                .toList();
    }

    @Override
    public Optional<KnownIdentity> findIdentity(ProjectId project, Identity identity) {
        return table.find(Key.identity(project, identity)).map(FanItem::decodeIdentity);
    }

    @Override
    public boolean attach(ProjectId project, Fan expected, FanIdentity identity) {
        Fan updated = expected.with(identity);
        return table.transact(
                        List.of(
                                claimIdentity(project, identity.identity(), updated),
                                replaceFan(project, expected, updated)))
                .isEmpty();
    }

    @Override
    public boolean merge(ProjectId project, Merge merge) {
        Fan kept = merge.keptAfter();
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(replaceFan(project, merge.kept(), kept));
        writes.add(replaceFan(project, merge.given(), merge.givenAfter()));
        kept.identities().forEach(it -> writes.add(pointTo(kept, project, it.identity())));
        return table.transact(writes).isEmpty();
    }

    private TransactWriteItem replaceFan(ProjectId project, Fan expected, Fan updated) {
        return put(
                FanItem.encode(project, updated),
                FanItem.REVISION + " = :revision",
                Map.of(":revision", number(expected.revision())));
    }

    /** Keeps the address's stop state and consent. */
    private TransactWriteItem claimIdentity(ProjectId project, Identity identity, Fan fan) {
        return update(
                Key.identity(project, identity),
                "SET #fan = :fan, #former = :former",
                "attribute_not_exists(#fan)",
                fanNames(),
                fanValues(fan));
    }

    private TransactWriteItem pointTo(Fan fan, ProjectId project, Identity identity) {
        return update(
                Key.identity(project, identity),
                "SET #fan = :fan, #former = :former",
                "attribute_exists(#fan)",
                fanNames(),
                fanValues(fan));
    }

    private static Map<String, String> fanNames() {
        return Map.of("#fan", FanItem.FAN, "#former", FanItem.FORMER);
    }

    private static Map<String, AttributeValue> fanValues(Fan fan) {
        return Map.of(
                ":fan",
                AttributeValue.fromS(fan.id().value()),
                ":former",
                AttributeValue.fromL(
                        FanItem.formerOf(fan).stream().map(AttributeValue::fromS).toList()));
    }

    /** The message and its effect are written together: neither is ever there without the other. */
    @Override
    public boolean recordConsent(ProjectId project, Identity identity, ConsentChange change) {
        Item evidence = Item.map();
        change.evidence().forEach(evidence::put);
        Item history =
                Item.at(Key.consentChange(project, identity, change.messageId()))
                        .put("kind", change.kind().name())
                        .put("at", change.at())
                        .put("evidence", evidence);
        if (!change.begunAt().equals(change.at())) {
            history.put("begunAt", change.begunAt());
        }
        TransactWriteItem remember = put(history, ABSENT, Map.of());
        List<Table.Refusal> refusals =
                table.transact(List.of(remember, takeEffect(project, identity, change)));
        if (refusals.isEmpty()) {
            return true;
        }
        // only the second is refused: something later is stored, and this message is no more than
        // history
        return refusals.stream().noneMatch(refusal -> refusal.index() == 0)
                && table.transact(List.of(remember)).isEmpty();
    }

    private TransactWriteItem takeEffect(
            ProjectId project, Identity identity, ConsentChange change) {
        Key key = Key.identity(project, identity);
        AttributeValue at = number(change.at().toEpochMilli());
        return switch (change.kind()) {
            case STOP ->
                    update(
                            key,
                            "SET #stopped = :true, #stoppedAt = :at",
                            "attribute_not_exists(#stoppedAt) OR #stoppedAt < :at",
                            Map.of("#stopped", FanItem.STOPPED, "#stoppedAt", FanItem.STOPPED_AT),
                            Map.of(":true", AttributeValue.fromBool(true), ":at", at));
            case START, CONFIRMED ->
                    update(
                            key,
                            "SET #stopped = :false, #consentedAt = :at, #returnedAt = :begunAt",
                            "(attribute_not_exists(#stoppedAt) OR #stoppedAt < :begunAt) AND"
                                    + " (attribute_not_exists(#returnedAt) OR #returnedAt <"
                                    + " :begunAt)",
                            Map.of(
                                    "#stopped", FanItem.STOPPED,
                                    "#stoppedAt", FanItem.STOPPED_AT,
                                    "#consentedAt", FanItem.CONSENTED_AT,
                                    "#returnedAt", FanItem.RETURNED_AT),
                            Map.of(
                                    ":false", AttributeValue.fromBool(false),
                                    ":at", at,
                                    ":begunAt", number(change.begunAt().toEpochMilli())));
            case KEYWORD, OPT_IN ->
                    update(
                            key,
                            "SET #consentedAt = if_not_exists(#consentedAt, :at)",
                            "attribute_exists(#pk) OR attribute_not_exists(#pk)",
                            Map.of("#consentedAt", FanItem.CONSENTED_AT, "#pk", "pk"),
                            Map.of(":at", at));
        };
    }

    @Override
    public List<ConsentChange> consents(ProjectId project, Identity identity) {
        return table
                .list(
                        Key.identity(project, identity).pk(),
                        Key.CONSENT_PREFIX,
                        Optional.empty(),
                        MAX_CONSENTS)
                .stream()
                .limit(MAX_CONSENTS)
                .map(DynamoDbFanStore::decodeConsent)
                .sorted(Comparator.comparing(ConsentChange::at))
                .toList();
    }

    private static ConsentChange decodeConsent(Item item) {
        Map<String, String> evidence = new HashMap<>();
        item.map("evidence").attributes().forEach((name, value) -> evidence.put(name, value.s()));
        return new ConsentChange(
                ConsentChange.Kind.valueOf(item.text("kind")),
                item.key().sk().substring(Key.CONSENT_PREFIX.length()),
                item.optionalTime("begunAt").orElseGet(() -> item.time("at")),
                item.time("at"),
                evidence);
    }

    /** One read of the profile and of all addresses together. */
    @Override
    public Permission permission(ProjectId project, Fan fan, Identity.Kind kind) {
        Key profile = Key.fan(project, fan.id());
        List<Key> keys = new ArrayList<>(List.of(profile));
        fan.channels().forEach(it -> keys.add(Key.identity(project, it.identity())));
        Map<Key, Item> items = table.findAll(keys);
        boolean unchanged =
                Optional.ofNullable(items.get(profile))
                        .filter(item -> item.number(FanItem.REVISION) == fan.revision())
                        .isPresent();
        return unchanged
                ? Permission.of(
                        fan,
                        kind,
                        identity ->
                                Optional.ofNullable(items.get(Key.identity(project, identity)))
                                        .map(FanItem::decodeIdentity))
                : new Permission.FanChanged();
    }

    @Override
    public List<Connection> connections(ProjectId project, Fan fan) {
        return latest(table.findAll(connectionKeys(project, Set.copyOf(fan.ids()))).values());
    }

    /** Where a person's connections may be. */
    static List<Key> connectionKeys(ProjectId project, Collection<FanId> fans) {
        return fans.stream()
                .flatMap(
                        fan ->
                                Arrays.stream(StreamingProvider.values())
                                        .map(provider -> Key.connection(project, fan, provider)))
                .toList();
    }

    /** Of each service the connection that was authorized last. */
    static List<Connection> latest(Collection<Item> items) {
        Map<StreamingProvider, Connection> latest = new TreeMap<>();
        items.stream()
                .map(ConnectionItem::decode)
                .sorted(Comparator.comparing(Connection::authorizedAt))
                .forEach(it -> latest.put(it.provider(), it));
        return List.copyOf(latest.values());
    }

    @Override
    public void connect(ProjectId project, Connection connection) {
        table.put(ConnectionItem.encode(project, connection));
    }

    /** A fan who connects anew brings a new token, and each token is sealed with its own nonce. */
    @Override
    public boolean replace(ProjectId project, Connection expected, Connection updated) {
        return table.putIf(
                        ConnectionItem.USER_TOKEN + " = :token",
                        Map.of(":token", AttributeValue.fromS(expected.userToken().base64())),
                        ConnectionItem.encode(project, updated))
                .isEmpty();
    }

    private TransactWriteItem put(Item item, String condition, Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .put(
                        put -> {
                            put.tableName(table.name())
                                    .item(item.attributes())
                                    .conditionExpression(condition);
                            if (!values.isEmpty()) {
                                put.expressionAttributeValues(values);
                            }
                        })
                .build();
    }

    private TransactWriteItem update(
            Key key,
            String effect,
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .update(
                        update ->
                                update.tableName(table.name())
                                        .key(key.attributes())
                                        .updateExpression(effect)
                                        .conditionExpression(condition)
                                        .expressionAttributeNames(names)
                                        .expressionAttributeValues(values)
                                        .returnValuesOnConditionCheckFailure(
                                                ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
