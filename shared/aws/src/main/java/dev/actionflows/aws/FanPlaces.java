package dev.actionflows.aws;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.math.BigInteger;
import java.time.Instant;

/**
 * What puts a fan's profile into the lists of {@link DynamoDbFanDirectory}: the index {@code
 * by_flow} has the profiles by name, and {@code due} by time, each in partitions of their own.
 */
final class FanPlaces {
    /** Sorts before what a folded name consists of. */
    private static final String AFTER_NAME = "#";

    /** As many as 36 to the power of 16, the number of ids, has. */
    private static final int ID_DIGITS = 25;

    private static final int ID_RADIX = 36;

    private FanPlaces() {}

    /** A record that was merged into another one is in no list. */
    static void put(ProjectId project, Fan fan, Item item) {
        if (fan.mergedInto().isPresent()) {
            return;
        }
        int shard = FanListKeys.shardOf(fan.id());
        item.put(RunItem.DUE_SHARD, timeShard(project, shard))
                .put(RunItem.DUE_AT, time(fan.createdAt(), fan.id()));
        String name = fan.firstName().isPresent() ? fan.firstName().get().folded() : "";
        if (!name.isEmpty()) {
            item.put(RunItem.FLOW_SHARD, nameShard(project, shard))
                    .put(RunItem.STARTED_KEY, name + AFTER_NAME + fan.id());
        }
    }

    static String nameShard(ProjectId project, int shard) {
        return project + "#NAMES#" + shard;
    }

    static String timeShard(ProjectId project, int shard) {
        return project + "#FANS#" + shard;
    }

    /**
     * The milliseconds since 1970, and after the decimal point the fan's id, so that no two fans
     * are equal: thirteen digits and twenty-five, as many as a number of DynamoDB has.
     */
    static AttributeValue time(Instant createdAt, FanId fan) {
        String random = fan.value().substring(fan.value().indexOf('_') + 1);
        String digits = new BigInteger(random, ID_RADIX).toString();
        return AttributeValue.fromN(
                createdAt.toEpochMilli() + "." + "0".repeat(ID_DIGITS - digits.length()) + digits);
    }
}
