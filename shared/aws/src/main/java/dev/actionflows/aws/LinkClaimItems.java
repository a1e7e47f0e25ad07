package dev.actionflows.aws;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.budget.LinkClaim;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claims of link messages, one item per fan record and thing. A claim is written under the
 * current id of a person; the transaction checks that no other record of the person has one.
 */
final class LinkClaimItems {
    static final String PREFIX = "LINK#";

    private static final String STEP = "step";
    private static final String AT = "at";

    private final Table table;

    LinkClaimItems(Table table) {
        this.table = table;
    }

    private static Key key(ProjectId project, FanId fan, String thing) {
        return new Key(Key.fanPartition(project, fan), PREFIX + thing);
    }

    /** The writes of the transaction that claims. */
    List<TransactWriteItem> writes(ProjectId project, LinkClaim claim) {
        List<TransactWriteItem> writes = new ArrayList<>();
        for (FanId fan : claim.fans()) {
            Map<String, String> names =
                    new HashMap<>(Map.of("#step", STEP, "#expiresAt", Table.EXPIRES_AT));
            Map<String, AttributeValue> values = new HashMap<>();
            values.put(":step", AttributeValue.fromS(claim.step()));
            values.put(":now", TransactWrites.number(claim.at().getEpochSecond()));
            String free = free(fan, claim, names, values);
            Key key = key(project, fan, claim.thing());
            if (fan.equals(claim.fans().getFirst())) {
                names.put("#at", AT);
                values.put(":at", TransactWrites.number(claim.at().toEpochMilli()));
                values.put(":expiresAt", TransactWrites.number(claim.expiresAt().getEpochSecond()));
                writes.add(
                        TransactWrites.update(
                                table,
                                key,
                                "SET #step = :step, #at = :at, #expiresAt = :expiresAt",
                                free,
                                names,
                                values));
            } else {
                writes.add(TransactWrites.check(table, key, free, names, values));
            }
        }
        return writes;
    }

    /** The condition that nobody else holds the claim under this id. */
    private static String free(
            FanId fan,
            LinkClaim claim,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        List<String> ways = new ArrayList<>();
        ways.add("attribute_not_exists(#step)");
        ways.add("#step = :step");
        ways.add("#expiresAt <= :now");
        for (LinkClaim.Holder holder : claim.disregarded()) {
            if (holder.fan().equals(fan)) {
                int number = ways.size();
                names.put("#at", AT);
                values.put(":step" + number, AttributeValue.fromS(holder.step()));
                values.put(":at" + number, TransactWrites.number(holder.at().toEpochMilli()));
                ways.add("(#step = :step%d AND #at = :at%d)".formatted(number, number));
            }
        }
        return String.join(" OR ", ways);
    }

    Optional<LinkClaim.Holder> holder(ProjectId project, LinkClaim claim) {
        Map<Key, FanId> keys = new HashMap<>();
        claim.fans().forEach(fan -> keys.put(key(project, fan, claim.thing()), fan));
        Map<Key, Item> items = table.findAll(keys.keySet());
        return keys.entrySet().stream()
                .flatMap(
                        key ->
                                Optional.ofNullable(items.get(key.getKey()))
                                        .flatMap(item -> holder(key.getValue(), item, claim))
                                        .stream())
                .findFirst();
    }

    private static Optional<LinkClaim.Holder> holder(FanId fan, Item item, LinkClaim claim) {
        LinkClaim.Holder holder =
                new LinkClaim.Holder(fan, item.text(STEP), Instant.ofEpochMilli(item.number(AT)));
        return claim.isRefusedBy(holder, Instant.ofEpochSecond(item.number(Table.EXPIRES_AT)))
                ? Optional.of(holder)
                : Optional.empty();
    }
}
