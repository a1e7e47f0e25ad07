package dev.actionflows.aws;

import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureKey;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FlowFigureStore;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One item for each day and version of a flow, and one for the version's total, with an attribute
 * for each figure, in each of the slots of {@link UsageKeys}. A figure's attribute is named by its
 * {@link Figure#text}.
 */
public final class DynamoDbFlowFigureStore implements FlowFigureStore {
    /** More items than a query finds: a quarter of days, with many versions each. */
    private static final int ALL = 100_000;

    private final Table table;

    public DynamoDbFlowFigureStore(Table table) {
        this.table = table;
    }

    /** The writes that add these figures. */
    List<TransactWriteItem> additions(Figures figures, int slot) {
        List<TransactWriteItem> writes = new ArrayList<>();
        Map<FlowVersionKey, Map<Figure, Long>> totals = new HashMap<>();
        figures.counts()
                .forEach(
                        (key, numbers) -> {
                            writes.add(
                                    TransactWrites.add(
                                            table, UsageKeys.day(key, slot), named(numbers)));
                            Map<Figure, Long> total =
                                    totals.computeIfAbsent(key.of(), _ -> new HashMap<>());
                            numbers.forEach(
                                    (figure, count) -> total.merge(figure, count, Long::sum));
                        });
        totals.forEach(
                (version, numbers) -> {
                    numbers.values().removeIf(it -> it == 0);
                    if (!numbers.isEmpty()) {
                        writes.add(
                                TransactWrites.add(
                                        table, UsageKeys.total(version, slot), named(numbers)));
                    }
                });
        return writes;
    }

    private static Map<String, Long> named(Map<Figure, Long> numbers) {
        return numbers.entrySet().stream()
                .collect(Collectors.toMap(it -> it.getKey().text(), Map.Entry::getValue));
    }

    @Override
    public Map<Integer, Map<Figure, Long>> totals(ProjectId project, FlowId flow) {
        Map<Integer, Map<Figure, Long>> totals = new HashMap<>();
        for (int slot = 0; slot < Key.SHARDS; slot++) {
            query(UsageKeys.figures(project, flow, slot), UsageKeys.TOTAL_PREFIX, "~")
                    .forEach(
                            item ->
                                    add(
                                            item,
                                            totals.computeIfAbsent(
                                                    number(item.text("sk"), 1),
                                                    _ -> new HashMap<>())));
        }
        return positive(totals);
    }

    @Override
    public Map<FigureKey, Map<Figure, Long>> days(
            ProjectId project, FlowId flow, LocalDate from, LocalDate to) {
        Map<FigureKey, Map<Figure, Long>> days = new HashMap<>();
        for (int slot = 0; slot < Key.SHARDS; slot++) {
            query(UsageKeys.figures(project, flow, slot), UsageKeys.DAY_PREFIX + from, to + "#~")
                    .forEach(
                            item ->
                                    add(
                                            item,
                                            days.computeIfAbsent(
                                                    day(project, flow, item.text("sk")),
                                                    _ -> new HashMap<>())));
        }
        return positive(days);
    }

    /**
     * @param first the first sort key; it begins with the prefix of the items
     * @param last what follows the prefix in the last sort key
     */
    private List<Item> query(String pk, String first, String last) {
        String prefix = first.substring(0, first.indexOf('#') + 1);
        return table.query(
                ALL,
                QueryRequest.builder()
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND sk BETWEEN :first AND :last")
                        .expressionAttributeValues(
                                Map.of(
                                        ":pk",
                                        AttributeValue.fromS(pk),
                                        ":first",
                                        AttributeValue.fromS(first),
                                        ":last",
                                        AttributeValue.fromS(prefix + last))));
    }

    private static FigureKey day(ProjectId project, FlowId flow, String sk) {
        return new FigureKey(
                new FlowVersionKey(project, flow, number(sk, 2)),
                LocalDate.parse(sk.split("#", -1)[1]));
    }

    private static int number(String sk, int part) {
        return Integer.parseInt(sk.split("#", -1)[part]);
    }

    private static void add(Item item, Map<Figure, Long> numbers) {
        item.attributes()
                .forEach(
                        (name, value) ->
                                Figure.parse(name)
                                        .ifPresent(
                                                figure ->
                                                        numbers.merge(
                                                                figure,
                                                                Long.parseLong(value.n()),
                                                                Long::sum)));
    }

    /** What was taken back in one slot may be seen before what was added in another. */
    private static <K> Map<K, Map<Figure, Long>> positive(Map<K, Map<Figure, Long>> numbers) {
        numbers.values().forEach(it -> it.values().removeIf(count -> count <= 0));
        numbers.values().removeIf(Map::isEmpty);
        return Map.copyOf(numbers);
    }
}
