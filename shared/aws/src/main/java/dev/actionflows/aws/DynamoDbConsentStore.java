package dev.actionflows.aws;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Consents as items of the table: each word about an address is an item, and what they amount to is
 * on the item of the identity. That one is apart from the fan: a number that sends STOP need not
 * belong to a known fan, and what is sent to an address asks that item.
 */
public final class DynamoDbConsentStore implements ConsentStore {
    private final Table table;
    private final ReplyItems replies;
    private final ConfirmationWrites confirmations;

    public DynamoDbConsentStore(Table table) {
        this.table = table;
        this.replies = new ReplyItems(table);
        this.confirmations = new ConfirmationWrites(table);
    }

    /** The message and its effect are written together: neither is ever there without the other. */
    @Override
    public boolean recordConsent(ProjectId project, Identity identity, ConsentChange change) {
        TransactWriteItem remember = remember(project, identity, change);
        if (change.kind() == ConsentChange.Kind.SOFT_BOUNCE) {
            return table.transact(List.of(remember)).isEmpty();
        }
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

    private TransactWriteItem remember(ProjectId project, Identity identity, ConsentChange change) {
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
        return TransactWrites.put(table, history, TransactWrites.ABSENT, Map.of());
    }

    /** The claim and its evidence are written together, or neither. */
    @Override
    public boolean claimConfirmation(
            ProjectId project, Identity identity, ConfirmationRequest request) {
        ConsentChange evidence =
                new ConsentChange(
                        ConsentChange.Kind.CONFIRMATION_REQUESTED, request.id(), request.at());
        return table.transact(
                        List.of(
                                remember(project, identity, evidence),
                                confirmations.claim(project, identity, request)))
                .isEmpty();
    }

    /** Refused, and without effect, if a later request is stored. */
    @Override
    public void confirmationSent(
            ProjectId project, Identity identity, ConfirmationRequest request) {
        table.transact(confirmations.sent(project, identity, request));
    }

    /** Refused, and without effect, if a later request is stored. */
    @Override
    public void withdrawConfirmation(
            ProjectId project, Identity identity, ConfirmationRequest request) {
        table.transact(confirmations.withdrawal(project, identity, request));
    }

    private TransactWriteItem takeEffect(
            ProjectId project, Identity identity, ConsentChange change) {
        Key key = Key.identity(project, identity);
        AttributeValue at = TransactWrites.number(change.at().toEpochMilli());
        AttributeValue id = AttributeValue.fromS(change.messageId());
        return switch (change.kind()) {
            case STOP ->
                    TransactWrites.update(
                            table,
                            key,
                            "SET #stopped = :true, #stoppedAt = :at",
                            "attribute_not_exists(#stoppedAt) OR #stoppedAt < :at",
                            Map.of("#stopped", FanItem.STOPPED, "#stoppedAt", FanItem.STOPPED_AT),
                            Map.of(":true", AttributeValue.fromBool(true), ":at", at));
            case UNSUBSCRIBED ->
                    TransactWrites.update(
                            table,
                            key,
                            "SET #stopped = :true, #stoppedAt = :at, #unsubscribedAt = :at",
                            "attribute_not_exists(#stoppedAt) OR #stoppedAt < :at",
                            Map.of(
                                    "#stopped", FanItem.STOPPED,
                                    "#stoppedAt", FanItem.STOPPED_AT,
                                    "#unsubscribedAt", FanItem.UNSUBSCRIBED_AT),
                            Map.of(":true", AttributeValue.fromBool(true), ":at", at));
            case BOUNCED -> TransactWrites.latest(table, key, FanItem.BOUNCED_AT, at);
            case COMPLAINED -> TransactWrites.latest(table, key, FanItem.COMPLAINED_AT, at);
            case START, CONFIRMED -> lift(key, change, at, id);
            case RESUMED ->
                    TransactWrites.update(
                            table,
                            key,
                            "SET #stopped = :false",
                            "attribute_not_exists(#stoppedAt) OR #stoppedAt < :begunAt",
                            Map.of("#stopped", FanItem.STOPPED, "#stoppedAt", FanItem.STOPPED_AT),
                            Map.of(
                                    ":false",
                                    AttributeValue.fromBool(false),
                                    ":begunAt",
                                    TransactWrites.number(change.begunAt().toEpochMilli())));
            case KEYWORD, OPT_IN ->
                    TransactWrites.update(
                            table,
                            key,
                            "SET #consent = if_not_exists(#consent, :id), #consentedAt ="
                                    + " if_not_exists(#consentedAt, :at)",
                            "attribute_exists(#pk) OR attribute_not_exists(#pk)",
                            Map.of(
                                    "#consentedAt", FanItem.CONSENTED_AT,
                                    "#consent", FanItem.CONSENT,
                                    "#pk", "pk"),
                            Map.of(":at", at, ":id", id));
            case SOFT_BOUNCE, CONFIRMATION_REQUESTED ->
                    throw new IllegalArgumentException("has no effect: " + change);
        };
    }

    /** Of the two, only a code that came back shows that mail arrives and is wanted. */
    private TransactWriteItem lift(
            Key key, ConsentChange change, AttributeValue at, AttributeValue id) {
        boolean confirmed = change.kind() == ConsentChange.Kind.CONFIRMED;
        Map<String, String> names =
                new HashMap<>(
                        Map.of(
                                "#stopped", FanItem.STOPPED,
                                "#stoppedAt", FanItem.STOPPED_AT,
                                "#consentedAt", FanItem.CONSENTED_AT,
                                "#consent", FanItem.CONSENT,
                                "#returnedAt", FanItem.RETURNED_AT));
        if (confirmed) {
            names.put("#confirmedAt", FanItem.CONFIRMED_AT);
        }
        return TransactWrites.update(
                table,
                key,
                "SET #stopped = :false, #consentedAt = :at, #consent = :id, #returnedAt = :begunAt"
                        + (confirmed ? ", #confirmedAt = :begunAt" : ""),
                "(attribute_not_exists(#stoppedAt) OR #stoppedAt < :begunAt) AND"
                        + " (attribute_not_exists(#returnedAt) OR #returnedAt < :begunAt)",
                names,
                Map.of(
                        ":false",
                        AttributeValue.fromBool(false),
                        ":at",
                        at,
                        ":id",
                        id,
                        ":begunAt",
                        TransactWrites.number(change.begunAt().toEpochMilli())));
    }

    /** In a transaction, like every write of the identity's item. */
    @Override
    public void messageReceived(ProjectId project, Identity identity, Instant at) {
        // refused if a later message is stored
        table.transact(
                List.of(
                        TransactWrites.latest(
                                table,
                                Key.identity(project, identity),
                                FanItem.WROTE_AT,
                                TransactWrites.number(at.toEpochMilli()))));
    }

    @Override
    public void replyReceived(ProjectId project, Identity identity, EventId message, Instant at) {
        replies.add(project, identity, message, at);
    }

    @Override
    public Optional<Instant> messageTaken(
            ProjectId project, Identity identity, EventId message, Instant at) {
        return replies.exclude(project, identity, message, at);
    }

    @Override
    public Optional<ConsentChange.Kind> recordedAs(
            ProjectId project, Identity identity, String messageId) {
        return table.find(Key.consentChange(project, identity, messageId))
                .map(DynamoDbConsentStore::decodeConsent)
                .map(ConsentChange::kind);
    }

    @Override
    public List<ConsentChange> consents(ProjectId project, Identity identity) {
        return table
                .list(
                        Key.identity(project, identity).pk(),
                        Key.CONSENT_PREFIX,
                        Optional.empty(),
                        Integer.MAX_VALUE)
                .stream()
                .map(DynamoDbConsentStore::decodeConsent)
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
    public Checked check(ProjectId project, Fan fan, Identity.Kind kind) {
        Key profile = Key.fan(project, fan.id());
        List<Key> keys = new ArrayList<>(List.of(profile));
        fan.channels().forEach(it -> keys.add(Key.identity(project, it.identity())));
        Map<Key, Item> items = table.findAll(keys);
        boolean unchanged =
                Optional.ofNullable(items.get(profile))
                        .filter(item -> item.number(FanItem.REVISION) == fan.revision())
                        .isPresent();
        if (!unchanged) {
            return Checked.changed(fan, kind);
        }
        Map<Identity, KnownIdentity> known = new HashMap<>();
        for (FanIdentity it : fan.channels()) {
            Item item = items.get(Key.identity(project, it.identity()));
            if (item != null) {
                known.put(it.identity(), FanItem.decodeIdentity(item));
            }
        }
        return Checked.of(fan, kind, known);
    }
}
