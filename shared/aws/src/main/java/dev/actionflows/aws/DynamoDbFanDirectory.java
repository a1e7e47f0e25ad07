package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.fan.FanDirectory;
import dev.actionflows.domain.fan.FanPlace;
import dev.actionflows.domain.fan.NameKey;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lists fans by two indexes of which the profiles are part. Each list is spread over {@link
 * Key#SHARDS} partitions; a page reads the beginning of each and merges them.
 */
public final class DynamoDbFanDirectory implements FanDirectory {
    /** Sorts after every character that a name or an id contains. */
    private static final String AFTER_ALL = "\uDBFF\uDFFF";

    private final Table table;

    public DynamoDbFanDirectory(Table table) {
        this.table = table;
    }

    @Override
    public Page<FanId> named(
            ProjectId project, NameKey beginning, Optional<String> cursor, int limit) {
        String from =
                Cursor.decode(
                                cursor,
                                text ->
                                        FanPlace.ByName.parse(text)
                                                .filter(
                                                        it ->
                                                                it.name()
                                                                        .startsWith(
                                                                                beginning
                                                                                        .folded())))
                        // ids are equally long: only later places sort after this
                        .map(place -> place.text() + " ")
                        .orElse(beginning.folded());
        return merged(
                shard ->
                        named(FanPlaces.nameShard(project, shard), from, beginning, limit + 1)
                                .stream(),
                FanPlace.ByName.ORDER,
                limit);
    }

    private List<FanPlace.ByName> named(String shard, String from, NameKey beginning, int wanted) {
        QueryRequest.Builder query =
                QueryRequest.builder()
                        .indexName("by_flow")
                        .keyConditionExpression(
                                "flowShard = :shard AND startedKey BETWEEN :from AND :until")
                        .expressionAttributeValues(
                                Map.of(
                                        ":shard", AttributeValue.fromS(shard),
                                        ":from", AttributeValue.fromS(from),
                                        ":until",
                                                AttributeValue.fromS(
                                                        beginning.folded() + AFTER_ALL)));
        return table.query(wanted, query).stream()
                .map(item -> FanPlace.ByName.parse(item.text(RunItem.STARTED_KEY)).orElseThrow())
                .toList();
    }

    @Override
    public Page<FanId> latest(ProjectId project, Optional<String> cursor, int limit) {
        Optional<FanPlace.ByTime> after = Cursor.decode(cursor, FanPlace.ByTime::parse);
        return merged(
                shard -> latest(FanPlaces.timeShard(project, shard), after, limit + 1).stream(),
                FanPlace.ByTime.ORDER,
                limit);
    }

    private List<FanPlace.ByTime> latest(
            String shard, Optional<FanPlace.ByTime> after, int wanted) {
        QueryRequest.Builder query =
                QueryRequest.builder().indexName("due").scanIndexForward(false);
        after.ifPresentOrElse(
                place ->
                        query.keyConditionExpression("dueShard = :shard AND dueAt < :after")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":shard", AttributeValue.fromS(shard),
                                                ":after",
                                                        FanPlaces.time(
                                                                place.createdAt(), place.fan()))),
                () ->
                        query.keyConditionExpression("dueShard = :shard")
                                .expressionAttributeValues(
                                        Map.of(":shard", AttributeValue.fromS(shard))));
        return table.query(wanted, query).stream().map(DynamoDbFanDirectory::byTime).toList();
    }

    private static FanPlace.ByTime byTime(Item entry) {
        String pk = entry.key().pk();
        String time = entry.required(RunItem.DUE_AT).n();
        int point = time.indexOf('.');
        return new FanPlace.ByTime(
                Instant.ofEpochMilli(Long.parseLong(point < 0 ? time : time.substring(0, point))),
                new FanId(pk.substring(pk.lastIndexOf('#') + 1)));
    }

    /**
     * @param shards the beginning of each shard, one place more than the limit if there are as many
     */
    private static <T extends FanPlace> Page<FanId> merged(
            IntFunction<Stream<T>> shards, Comparator<T> order, int limit) {
        List<T> first =
                IntStream.range(0, Key.SHARDS)
                        .boxed()
                        .flatMap(shards::apply)
                        .sorted(order)
                        .limit(limit + 1L)
                        .toList();
        Page<T> page = Pages.of(first, limit, FanPlace::text);
        return new Page<>(page.items().stream().map(FanPlace::fan).toList(), page.next());
    }
}
