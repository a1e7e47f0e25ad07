package dev.actionflows.benchmarks;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts the write units of each partition of the table and of its indexes, by the requests to
 * DynamoDB and the capacity that it reports. Only partitions that several runs write are of
 * interest: each takes a thousand units a second, however large the table is.
 */
final class WrittenPartitions {
    /** The partition key of each index; see the table in {@code template.yaml}. */
    private static final Map<String, String> INDEXES =
            Map.of(
                    "due", "dueShard",
                    "by_flow", "flowShard",
                    "by_fan", "fanKey",
                    "by_cause", "cause");

    private final Map<String, Double> units = new HashMap<>();
    private final Map<String, Set<Integer>> runs = new HashMap<>();

    /** The keys of indexes as they were written last: a write that removes one is charged, too. */
    private final Map<String, Map<String, String>> entries = new HashMap<>();

    private int run;

    /** What follows belongs to another run. */
    void nextRun() {
        run++;
    }

    /**
     * @param body of the request
     * @param consumed as DynamoDB reports it; null if it rejected the write
     */
    void add(Map<?, ?> body, @Nullable Object consumed) {
        List<Map<?, ?>> items = new ArrayList<>();
        collect(body, items);
        switch (consumed) {
            case Map<?, ?> one -> charge(items, one);
            case List<?> many when many.size() == 1 && many.getFirst() instanceof Map<?, ?> one ->
                    charge(items, one);
            case List<?> _ -> throw new IllegalStateException("a write to several tables");
            case null, default -> items.forEach(item -> add(text(item, "pk"), 1));
        }
    }

    /** The keys or whole items that a request writes, however deep they are nested. */
    private static void collect(@Nullable Object part, List<Map<?, ?>> items) {
        switch (part) {
            case Map<?, ?> map when map.containsKey("pk") -> items.add(map);
            case Map<?, ?> map ->
                    map.forEach(
                            (name, value) -> {
                                if (!"ExpressionAttributeValues".equals(name)) {
                                    collect(value, items);
                                }
                            });
            case List<?> list -> list.forEach(it -> collect(it, items));
            case null, default -> {}
        }
    }

    private void charge(List<Map<?, ?>> items, Map<?, ?> consumed) {
        double ofTable =
                consumed.get("Table") instanceof Map<?, ?> table ? number(table) : number(consumed);
        items.forEach(item -> add(text(item, "pk"), ofTable / items.size()));
        if (consumed.get("GlobalSecondaryIndexes") instanceof Map<?, ?> indexes) {
            INDEXES.forEach(
                    (index, key) -> {
                        if (indexes.get(index) instanceof Map<?, ?> one) {
                            chargeIndex(items, index, key, number(one));
                        }
                    });
        }
        for (Map<?, ?> item : items) {
            Map<String, String> keys =
                    entries.computeIfAbsent(text(item, "pk"), _ -> new HashMap<>());
            INDEXES.values().stream()
                    .filter(item::containsKey)
                    .forEach(key -> keys.put(key, text(item, key)));
        }
    }

    private void chargeIndex(List<Map<?, ?>> items, String index, String key, double charged) {
        List<String> partitions = new ArrayList<>();
        for (Map<?, ?> item : items) {
            String stored = entries.getOrDefault(text(item, "pk"), Map.of()).get(key);
            if (item.containsKey(key)) {
                partitions.add(text(item, key));
            } else if (stored != null) {
                partitions.add(stored);
            }
        }
        partitions.forEach(it -> add(index + " " + it, charged / partitions.size()));
    }

    private void add(String partition, double charged) {
        units.merge(partition, charged, Double::sum);
        runs.computeIfAbsent(partition, _ -> new HashSet<>()).add(run);
    }

    /** The largest share of the runs that write the same partition, and which one. */
    Map.Entry<String, Double> hottest() {
        return shared().entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    }

    /** Write units per run of each partition that more than one run has written. */
    Map<String, Double> shared() {
        Map<String, Double> shared = new TreeMap<>();
        runs.forEach(
                (partition, writers) -> {
                    if (writers.size() > 1) {
                        shared.put(partition, units.getOrDefault(partition, 0.0) / run);
                    }
                });
        return shared;
    }

    private static String text(Map<?, ?> item, String key) {
        if (item.get(key) instanceof Map<?, ?> value && value.get("S") instanceof String text) {
            return text;
        }
        throw new IllegalStateException("no text " + key + " in " + item.keySet());
    }

    private static double number(Map<?, ?> capacity) {
        return capacity.get("CapacityUnits") instanceof Number units ? units.doubleValue() : 0;
    }
}
