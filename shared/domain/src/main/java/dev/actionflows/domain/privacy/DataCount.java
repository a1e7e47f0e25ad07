package dev.actionflows.domain.privacy;

import java.util.EnumMap;
import java.util.Map;

/** Numbers of stored entries by kind; kinds without any are absent. */
public record DataCount(Map<DataKind, Long> byKind) {
    public static final DataCount NONE = new DataCount(Map.of());

    public DataCount {
        byKind = Map.copyOf(byKind);
    }

    public static DataCount of(DataKind kind, long number) {
        return number == 0 ? NONE : new DataCount(Map.of(kind, number));
    }

    public DataCount plus(DataCount other) {
        Map<DataKind, Long> sum = new EnumMap<>(DataKind.class);
        sum.putAll(byKind);
        other.byKind.forEach((kind, number) -> sum.merge(kind, number, Long::sum));
        return new DataCount(sum);
    }
}
