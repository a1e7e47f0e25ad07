package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.SegmentMemberStore;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Lists of fans that may be long: spread over shards, each a partition of the table, and listed
 * shard by shard and within a shard by id.
 */
final class MemberLists {
    static final String SINCE = "since";

    private static final Comparator<FanId> ORDER =
            Comparator.<FanId>comparingInt(FanListKeys::shardOf).thenComparing(FanId::value);

    private final Table table;

    MemberLists(Table table) {
        this.table = table;
    }

    /**
     * Adds an entry; the first time is kept.
     *
     * @return false if there was one
     */
    boolean add(Key key, Instant at) {
        return table.putIfAbsent(Item.at(key).put(SINCE, at)).isEmpty();
    }

    Page<Member> between(IntFunction<String> partitions, String cursor, String next, int limit) {
        FanId last = Cursor.decode(next, FanId::parse);
        return cut(
                members(partitions, Optional.of(cursor), limit + 1).stream()
                        .takeWhile(member -> ORDER.compare(member.fan(), last) <= 0)
                        .toList(),
                limit);
    }

    Page<Member> page(IntFunction<String> partitions, Optional<String> cursor, int limit) {
        return cut(members(partitions, cursor, limit + 1), limit);
    }

    /**
     * Counts without transferring what it counts.
     *
     * @param limit the maximum number of entries to read
     */
    SegmentMemberStore.Count count(
            IntFunction<String> partitions, Optional<String> cursor, int limit) {
        Place from = Cursor.decode(cursor, Place::parse).orElse(Place.start(0));
        Optional<String> afterSk = from.after().map(fan -> Key.FAN_PREFIX + fan);
        int entries = 0;
        for (int shard = from.shard(); shard < Key.SHARDS; shard++) {
            if (entries == limit) {
                return new SegmentMemberStore.Count(entries, Optional.of(Place.cursor(shard)));
            }
            Counted counted = count(partitions.apply(shard), afterSk, limit - entries);
            entries += counted.items();
            if (counted.lastSk().isPresent()) {
                String last = counted.lastSk().get().substring(Key.FAN_PREFIX.length());
                return new SegmentMemberStore.Count(entries, Optional.of(Cursor.encode(last)));
            }
            afterSk = Optional.empty();
        }
        return new SegmentMemberStore.Count(entries, Optional.empty());
    }

    /**
     * @param lastSk the last counted entry's sort key, if there may be more
     */
    private record Counted(int items, Optional<String> lastSk) {}

    /**
     * @param limit the maximum number of entries to read, at least one
     */
    private Counted count(String partition, Optional<String> afterSk, int limit) {
        QueryRequest.Builder query =
                QueryRequest.builder()
                        .consistentRead(true)
                        .select(Select.COUNT)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                        .expressionAttributeValues(
                                Map.of(
                                        ":pk", AttributeValue.fromS(partition),
                                        ":prefix", AttributeValue.fromS(Key.FAN_PREFIX)));
        afterSk.ifPresent(sk -> query.exclusiveStartKey(new Key(partition, sk).attributes()));
        int counted = 0;
        while (true) {
            QueryResponse page = table.page(query.limit(limit - counted));
            counted += page.count();
            if (!page.hasLastEvaluatedKey()) {
                return new Counted(counted, Optional.empty());
            }
            if (counted == limit) {
                return new Counted(
                        counted, Optional.of(Item.of(page.lastEvaluatedKey()).key().sk()));
            }
            query.exclusiveStartKey(page.lastEvaluatedKey());
        }
    }

    /**
     * Where a count continues.
     *
     * @param after the last counted fan; empty: at the beginning of the shard
     */
    private record Place(int shard, Optional<FanId> after) {
        static Place start(int shard) {
            return new Place(shard, Optional.empty());
        }

        /** The cursor of the beginning of a shard; within a shard, it is the last fan's id. */
        static String cursor(int shard) {
            return Cursor.encode(String.valueOf(shard));
        }

        static Optional<Place> parse(String text) {
            return text.length() == 1 && text.charAt(0) > '0' && text.charAt(0) < '0' + Key.SHARDS
                    ? Optional.of(start(text.charAt(0) - '0'))
                    : FanId.parse(text)
                            .map(fan -> new Place(FanListKeys.shardOf(fan), Optional.of(fan)));
        }
    }

    private static Page<Member> cut(List<Member> found, int limit) {
        return Pages.of(found, limit, member -> member.fan().value());
    }

    /** In their order; the last fan's id determines its shard. */
    private List<Member> members(
            IntFunction<String> partitions, Optional<String> cursor, int limit) {
        Optional<FanId> after = Cursor.decode(cursor, FanId::parse);
        List<Member> found = new ArrayList<>();
        for (int shard = after.map(FanListKeys::shardOf).orElse(0);
                shard < Key.SHARDS && found.size() < limit;
                shard++) {
            String partition = partitions.apply(shard);
            Optional<String> afterSk = after.map(fan -> Key.FAN_PREFIX + fan);
            table.list(partition, Key.FAN_PREFIX, afterSk, limit - found.size())
                    .forEach(item -> found.add(member(item)));
            after = Optional.empty();
        }
        return found;
    }

    private static Member member(Item item) {
        String fan = item.key().sk().substring(Key.FAN_PREFIX.length());
        return new Member(new FanId(fan), item.time(SINCE));
    }
}
