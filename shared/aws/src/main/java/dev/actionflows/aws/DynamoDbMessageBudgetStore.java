package dev.actionflows.aws;

import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.fan.SentMessage;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.messaging.budget.LinkClaim;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.messaging.budget.ShardTake;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What messages use up: the messages to an address on the identity's item, claims of link messages
 * next to the fan, and credits in shards, each with a partition of its own. A take is one
 * transaction, which also checks what the consent was derived from. The SDK gives each transaction
 * a token, so that its own retries count once.
 */
public final class DynamoDbMessageBudgetStore implements MessageBudgetStore {
    private static final String USED = "used";

    private final Table table;
    private final LinkClaimItems links;

    public DynamoDbMessageBudgetStore(Table table) {
        this.table = table;
        this.links = new LinkClaimItems(table);
    }

    @Override
    public long[] used(ProjectId project, String pool) {
        List<Key> keys = new ArrayList<>();
        for (int shard = 0; shard < CreditPool.SHARDS; shard++) {
            keys.add(Key.credits(project, pool, shard));
        }
        Map<Key, Item> items = table.findAll(keys);
        long[] used = new long[CreditPool.SHARDS];
        for (int shard = 0; shard < CreditPool.SHARDS; shard++) {
            Item item = items.get(keys.get(shard));
            used[shard] = item == null ? 0 : item.number(USED);
        }
        return used;
    }

    @Override
    public Outcome take(MessageTake take) {
        List<TransactWriteItem> writes = new ArrayList<>(checks(take));
        int linksFrom = writes.size();
        take.link().ifPresent(it -> writes.addAll(links.writes(take.project(), it)));
        int creditsFrom = writes.size();
        take.credits().forEach(it -> writes.add(take(take.project(), it)));
        List<Table.Refusal> refusals = table.transact(writes);
        if (refusals.isEmpty()) {
            return Outcome.TAKEN;
        }
        if (refusals.stream().anyMatch(it -> it.index() < linksFrom)) {
            return Outcome.CHANGED;
        }
        return refusals.stream().anyMatch(it -> it.index() < creditsFrom)
                ? Outcome.LINK_HELD
                : Outcome.NO_CREDITS;
    }

    @Override
    public Optional<LinkClaim.Holder> linkHolder(ProjectId project, LinkClaim claim) {
        return links.holder(project, claim);
    }

    @Override
    public void giveBack(MessageTake take) {
        List<TransactWriteItem> writes = new ArrayList<>();
        take.sent().ifPresent(it -> writes.add(forget(take.project(), it)));
        take.credits()
                .forEach(
                        it ->
                                writes.add(
                                        TransactWrites.update(
                                                table,
                                                Key.credits(take.project(), it.pool(), it.shard()),
                                                "ADD #used :credits",
                                                "attribute_exists(#used)",
                                                Map.of("#used", USED),
                                                Map.of(
                                                        ":credits",
                                                        TransactWrites.number(-it.credits())))));
        table.transact(writes);
    }

    private TransactWriteItem take(ProjectId project, ShardTake take) {
        Map<String, String> names = new HashMap<>(Map.of("#used", USED));
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":credits", TransactWrites.number(take.credits()));
        values.put(":max", TransactWrites.number(take.maxBefore()));
        String effect = "ADD #used :credits";
        Optional<Instant> expiresAt = CreditPool.keptUntil(take.pool());
        if (expiresAt.isPresent()) {
            effect += " SET #expiresAt = :expiresAt";
            names.put("#expiresAt", Table.EXPIRES_AT);
            values.put(":expiresAt", TransactWrites.number(expiresAt.get().getEpochSecond()));
        }
        return TransactWrites.update(
                table,
                Key.credits(project, take.pool(), take.shard()),
                effect,
                "attribute_not_exists(#used) OR #used <= :max",
                names,
                values);
    }

    private List<TransactWriteItem> checks(MessageTake take) {
        List<TransactWriteItem> checks = new ArrayList<>();
        checks.add(
                TransactWrites.check(
                        table,
                        Key.fan(take.project(), take.checked().fan().id()),
                        "#revision = :revision",
                        Map.of("#revision", FanItem.REVISION),
                        Map.of(
                                ":revision",
                                TransactWrites.number(take.checked().fan().revision()))));
        for (FanIdentity address : take.checked().fan().channels()) {
            checks.add(check(take, address.identity()));
        }
        return checks;
    }

    /** The address is as it was read; that of the recipient gets the message. */
    private TransactWriteItem check(MessageTake take, Identity address) {
        Key key = Key.identity(take.project(), address);
        Optional<KnownIdentity> known = Optional.ofNullable(take.checked().known().get(address));
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        Map<String, Optional<Instant>> ends = new HashMap<>();
        ends.put(FanItem.STOPPED_AT, known.flatMap(KnownIdentity::stoppedAt));
        ends.put(FanItem.BOUNCED_AT, known.flatMap(it -> it.mail().bouncedAt()));
        ends.put(FanItem.COMPLAINED_AT, known.flatMap(it -> it.mail().complainedAt()));
        List<String> conditions = new ArrayList<>();
        ends.forEach((name, at) -> conditions.add(asRead(name, at, names, values)));
        Optional<MessageTake.SentChange> sent = take.sent();
        if (sent.isPresent() && address.kind() == take.checked().kind()) {
            conditions.add(sentAsRead(take.checked().sentTo(address), names, values));
        }
        String unchanged = String.join(" AND ", conditions);
        if (sent.filter(it -> it.address().equals(address)).isEmpty()) {
            return TransactWrites.check(table, key, unchanged, names, values);
        }
        values.put(":after", encode(sent.orElseThrow().after()));
        return TransactWrites.update(table, key, "SET #sent = :after", unchanged, names, values);
    }

    /** A cap counts the messages to all addresses of the channel. */
    private static String sentAsRead(
            List<SentMessage> sent, Map<String, String> names, Map<String, AttributeValue> values) {
        names.put("#sent", FanItem.SENT);
        if (sent.isEmpty()) {
            values.put(":none", TransactWrites.number(0));
            return "(attribute_not_exists(#sent) OR size(#sent) = :none)";
        }
        values.put(":sent", encode(sent));
        return "#sent = :sent";
    }

    private static String asRead(
            String name,
            Optional<Instant> time,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        names.put("#" + name, name);
        if (time.isEmpty()) {
            return "attribute_not_exists(#" + name + ")";
        }
        values.put(":" + name, TransactWrites.number(time.get().toEpochMilli()));
        return "#" + name + " = :" + name;
    }

    private TransactWriteItem forget(ProjectId project, MessageTake.SentChange sent) {
        return TransactWrites.update(
                table,
                Key.identity(project, sent.address()),
                "REMOVE #sent.#step",
                "attribute_exists(#sent)",
                Map.of("#sent", FanItem.SENT, "#step", sent.message().step()),
                Map.of());
    }

    private static AttributeValue encode(List<SentMessage> messages) {
        Map<String, AttributeValue> map = new HashMap<>();
        messages.forEach(it -> map.put(it.step(), TransactWrites.number(it.at().toEpochMilli())));
        return AttributeValue.fromM(map);
    }
}
