package dev.actionflows.aws;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fans as items of the table. An identity is an item of its own, apart from the fan, and also holds
 * the consent of its address: see {@link DynamoDbConsentStore}.
 */
public final class DynamoDbFanStore implements FanStore {

    private final Table table;

    public DynamoDbFanStore(Table table) {
        this.table = table;
    }

    @Override
    public Fan findOrCreate(ProjectId project, FanIdentity identity, FanId newId, Instant now) {
        Fan fan = Fan.first(newId, List.of(identity), now);
        Backoff patience = new Backoff("the fan with this identity is being erased");
        while (true) {
            List<Table.Refusal> refusals =
                    table.transact(
                            List.of(
                                    claimIdentity(project, identity.identity(), fan),
                                    TransactWrites.put(
                                            table,
                                            FanItem.encode(project, fan),
                                            TransactWrites.ABSENT,
                                            Map.of())));
            if (refusals.isEmpty()) {
                return fan;
            }
            Table.Refusal refusal = refusals.getFirst();
            if (refusal.index() != 0) {
                throw new IllegalStateException("there is a fan " + newId + " already");
            }
            Optional<FanId> owner = FanItem.decodeIdentity(refusal.item()).fan();
            Optional<Fan> known = owner.flatMap(id -> find(project, id));
            if (known.isPresent()) {
                return known.get();
            }
            // a profile is written and erased together with its identity: if it is missing, the
            // identity is free by now, or comes from a backup that does not have the profile
            if (owner.filter(it -> takeOver(project, identity.identity(), it, fan)).isPresent()) {
                return fan;
            }
            patience.waitOrGiveUp();
        }
    }

    @Override
    public void create(ProjectId project, Fan fan) {
        Item item = FanItem.encode(project, fan);
        List<Table.Refusal> refusals =
                table.transact(
                        List.of(TransactWrites.put(table, item, TransactWrites.ABSENT, Map.of())));
        if (!refusals.isEmpty()) {
            throw new IllegalStateException("there is a fan " + fan.id() + " already");
        }
    }

    @Override
    public Optional<Fan> findRecord(ProjectId project, FanId id) {
        return table.find(Key.fan(project, id)).map(FanItem::decode);
    }

    @Override
    public List<Fan> findRecords(ProjectId project, Collection<FanId> ids) {
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
    public Map<Identity, KnownIdentity> findIdentities(
            ProjectId project, Collection<Identity> identities) {
        Map<Key, Identity> keys = new HashMap<>();
        identities.forEach(it -> keys.put(Key.identity(project, it), it));
        Map<Identity, KnownIdentity> found = new HashMap<>();
        table.findAll(keys.keySet())
                .forEach((key, item) -> found.put(keys.get(key), FanItem.decodeIdentity(item)));
        return found;
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
    public boolean setTimeZone(ProjectId project, Fan expected, ZoneId zone) {
        return table.transact(List.of(replaceFan(project, expected, expected.in(zone)))).isEmpty();
    }

    @Override
    public boolean setFirstName(ProjectId project, Fan expected, FirstName name) {
        return table.transact(List.of(replaceFan(project, expected, expected.named(name))))
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
        return TransactWrites.put(
                table,
                FanItem.encode(project, updated),
                FanItem.REVISION + " = :revision",
                Map.of(":revision", TransactWrites.number(expected.revision())));
    }

    /** Gives a fan an identity of a fan who does not exist; a missing profile never comes back. */
    private boolean takeOver(ProjectId project, Identity identity, FanId missing, Fan fan) {
        Map<String, AttributeValue> values = new HashMap<>(fanValues(fan));
        values.put(":missing", AttributeValue.fromS(missing.value()));
        return table.transact(
                        List.of(
                                TransactWrites.update(
                                        table,
                                        Key.identity(project, identity),
                                        "SET #fan = :fan, #former = :former",
                                        "#fan = :missing",
                                        fanNames(),
                                        values),
                                TransactWrites.put(
                                        table,
                                        FanItem.encode(project, fan),
                                        TransactWrites.ABSENT,
                                        Map.of())))
                .isEmpty();
    }

    /** Keeps the address's stop state and consent. */
    private TransactWriteItem claimIdentity(ProjectId project, Identity identity, Fan fan) {
        return TransactWrites.update(
                table,
                Key.identity(project, identity),
                "SET #fan = :fan, #former = :former",
                "attribute_not_exists(#fan)",
                fanNames(),
                fanValues(fan));
    }

    private TransactWriteItem pointTo(Fan fan, ProjectId project, Identity identity) {
        return TransactWrites.update(
                table,
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
}
