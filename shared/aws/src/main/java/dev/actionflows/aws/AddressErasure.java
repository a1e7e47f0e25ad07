package dev.actionflows.aws;

import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.privacy.AddressClosing;
import dev.actionflows.domain.privacy.DataCount;
import dev.actionflows.domain.privacy.DataKind;
import dev.actionflows.domain.privacy.ErasedAddress;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Removes what is stored under the hash of an address. What keeps the address closed stays. Every
 * write is part of a transaction, like all others of these items.
 */
final class AddressErasure {
    private static final int MAX_TRIES = 5;
    private static final int MAX_WRITES = 100;

    /** Everything that an address's item can contain besides its key. */
    private static final List<String> ATTRIBUTES =
            List.of(
                    FanItem.FAN,
                    FanItem.FORMER,
                    FanItem.STOPPED,
                    FanItem.STOPPED_AT,
                    FanItem.RETURNED_AT,
                    FanItem.UNSUBSCRIBED_AT,
                    FanItem.BOUNCED_AT,
                    FanItem.COMPLAINED_AT,
                    FanItem.CONFIRMED_AT,
                    FanItem.CONSENTED_AT,
                    FanItem.CONSENT,
                    FanItem.WROTE_AT,
                    FanItem.REPLIED_AT,
                    FanItem.SENT,
                    FanItem.ASKED,
                    FanItem.ASKED_AT,
                    FanItem.ASKED_SENT);

    private final Table table;

    AddressErasure(Table table) {
        this.table = table;
    }

    static QueryRequest.Builder everythingIn(String partition) {
        return QueryRequest.builder()
                .consistentRead(true)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partition)));
    }

    /** On condition that owner and closing of the address are as they were read. */
    TransactWriteItem reduce(ProjectId project, ErasedAddress address, KnownIdentity known) {
        Condition condition = new Condition();
        condition.is(FanItem.FAN, known.fan().map(it -> AttributeValue.fromS(it.value())));
        condition.isTime(FanItem.STOPPED_AT, known.stoppedAt());
        condition.isTime(FanItem.RETURNED_AT, known.returnedAt());
        condition.isTime(FanItem.BOUNCED_AT, known.mail().bouncedAt());
        condition.isTime(FanItem.COMPLAINED_AT, known.mail().complainedAt());
        condition.isTime(FanItem.CONFIRMED_AT, known.mail().confirmedAt());
        condition.isStopped(known.stopped());
        return write(Key.identity(project, address.identity()), address.closing(), condition);
    }

    DataCount delete(
            ProjectId project,
            ErasedAddress address,
            Collection<FanId> fans,
            Instant before,
            Instant until) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<DataCount> done = attempt(project, address, fans, before, until);
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw new IllegalStateException("an address is changed all the time");
    }

    /**
     * @return empty if the address was changed concurrently
     */
    private Optional<DataCount> attempt(
            ProjectId project,
            ErasedAddress address,
            Collection<FanId> fans,
            Instant before,
            Instant until) {
        Key key = Key.identity(project, address.identity());
        List<Item> items = table.query(Integer.MAX_VALUE, everythingIn(key.pk()));
        Optional<Item> state = items.stream().filter(it -> it.key().equals(key)).findFirst();
        Optional<FanId> owner = state.map(FanItem::decodeIdentity).flatMap(KnownIdentity::fan);
        boolean ofAnother = owner.filter(it -> !fans.contains(it)).isPresent();
        Instant end = ofAnother ? before : until;
        List<Key> consents = keys(Key.CONSENT_PREFIX, items, end);
        delete(consents);
        delete(keys(Key.REPLY_PREFIX, items, end));
        DataCount counts = DataCount.of(DataKind.CONSENT, consents.size());
        if (ofAnother) {
            address.closing().stoppedAt().ifPresent(at -> stop(key, at));
        }
        if (state.isEmpty() || ofAnother || (owner.isEmpty() && hasYounger(state.get(), until))) {
            // what closed the address counts again, in a table from before that
            boolean closed = state.isEmpty() && !address.closing().isOpen();
            return closed && !put(key, address.closing(), Optional.empty())
                    ? Optional.empty()
                    : Optional.of(counts);
        }
        AddressClosing closing =
                ErasedAddress.closingOf(FanItem.decodeIdentity(state.get())).and(address.closing());
        if (state.get().attributes().equals(item(key, closing).attributes())) {
            return Optional.of(counts);
        }
        return put(key, closing, state)
                ? Optional.of(counts.plus(DataCount.of(DataKind.ADDRESS, 1)))
                : Optional.empty();
    }

    private static List<Key> keys(String prefix, List<Item> items, Instant until) {
        Predicate<Item> isOld = item -> !item.time("at").isAfter(until);
        return items.stream()
                .filter(item -> item.key().sk().startsWith(prefix))
                .filter(isOld)
                .map(Item::key)
                .toList();
    }

    /**
     * A STOP is the address's, whoever has it: in a restored table, the fan of an earlier erasure
     * may still be its owner.
     */
    private void stop(Key key, Instant at) {
        table.transact(
                List.of(
                        TransactWrites.update(
                                table,
                                key,
                                "SET #stopped = :true, #stoppedAt = :at",
                                "attribute_exists(#fan) AND (attribute_not_exists(#stoppedAt) OR"
                                    + " #stoppedAt < :at) AND (attribute_not_exists(#returnedAt) OR"
                                    + " #returnedAt < :at)",
                                Map.of(
                                        "#fan", FanItem.FAN,
                                        "#stopped", FanItem.STOPPED,
                                        "#stoppedAt", FanItem.STOPPED_AT,
                                        "#returnedAt", FanItem.RETURNED_AT),
                                Map.of(
                                        ":true",
                                        AttributeValue.fromBool(true),
                                        ":at",
                                        TransactWrites.number(at.toEpochMilli())))));
    }

    private void delete(List<Key> keys) {
        for (int from = 0; from < keys.size(); from += MAX_WRITES) {
            table.transact(
                    keys.subList(from, Math.min(keys.size(), from + MAX_WRITES)).stream()
                            .map(key -> TransactWrites.delete(table, key))
                            .toList());
        }
    }

    /** Whether somebody has begun to use the address since. A lifted STOP is a sign of it, too. */
    private static boolean hasYounger(Item state, Instant until) {
        boolean lifted = state.optionalFlag(FanItem.STOPPED).filter(it -> !it).isPresent();
        return lifted
                || Stream.of(
                                FanItem.CONSENTED_AT,
                                FanItem.RETURNED_AT,
                                FanItem.WROTE_AT,
                                FanItem.REPLIED_AT,
                                FanItem.CONFIRMED_AT,
                                FanItem.ASKED_AT)
                        .flatMap(name -> state.optionalTime(name).stream())
                        .anyMatch(at -> at.isAfter(until));
    }

    private boolean put(Key key, AddressClosing closing, Optional<Item> expected) {
        Condition condition = new Condition();
        Map<String, AttributeValue> read = expected.map(Item::attributes).orElse(Map.of());
        ATTRIBUTES.forEach(name -> condition.is(name, Optional.ofNullable(read.get(name))));
        return table.transact(List.of(write(key, closing, condition))).isEmpty();
    }

    private TransactWriteItem write(Key key, AddressClosing closing, Condition condition) {
        return closing.isOpen()
                ? TransactWriteItem.builder()
                        .delete(
                                delete -> {
                                    delete.tableName(table.name())
                                            .key(key.attributes())
                                            .conditionExpression(condition.expression())
                                            .expressionAttributeNames(condition.names);
                                    if (!condition.values.isEmpty()) {
                                        delete.expressionAttributeValues(condition.values);
                                    }
                                })
                        .build()
                : TransactWriteItem.builder()
                        .put(
                                put -> {
                                    put.tableName(table.name())
                                            .item(item(key, closing).attributes())
                                            .conditionExpression(condition.expression())
                                            .expressionAttributeNames(condition.names);
                                    if (!condition.values.isEmpty()) {
                                        put.expressionAttributeValues(condition.values);
                                    }
                                })
                        .build();
    }

    private static Item item(Key key, AddressClosing closing) {
        Item item = Item.at(key);
        closing.stoppedAt()
                .ifPresent(at -> item.put(FanItem.STOPPED, true).put(FanItem.STOPPED_AT, at));
        closing.unsubscribedAt().ifPresent(at -> item.put(FanItem.UNSUBSCRIBED_AT, at));
        closing.bouncedAt().ifPresent(at -> item.put(FanItem.BOUNCED_AT, at));
        closing.complainedAt().ifPresent(at -> item.put(FanItem.COMPLAINED_AT, at));
        return item;
    }

    /** That attributes have the values that were read. */
    private static final class Condition {
        private final Map<String, String> names = new HashMap<>();
        private final Map<String, AttributeValue> values = new HashMap<>();
        private final List<String> terms = new ArrayList<>();

        void is(String name, Optional<AttributeValue> value) {
            names.put("#" + name, name);
            value.ifPresent(it -> values.put(":" + name, it));
            terms.add(
                    value.isPresent()
                            ? "#" + name + " = :" + name
                            : "attribute_not_exists(#" + name + ")");
        }

        void isTime(String name, Optional<Instant> value) {
            is(name, value.map(it -> TransactWrites.number(it.toEpochMilli())));
        }

        void isStopped(boolean stopped) {
            names.put("#stopped", FanItem.STOPPED);
            values.put(":stopped", AttributeValue.fromBool(true));
            terms.add(
                    stopped
                            ? "#stopped = :stopped"
                            : "(attribute_not_exists(#stopped) OR #stopped <> :stopped)");
        }

        String expression() {
            return String.join(" AND ", terms);
        }
    }
}
