package dev.actionflows.testkit;

import dev.actionflows.domain.Page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages of a sorted list; a cursor is the key of the last item of the page before. */
final class Pages {
    private Pages() {}

    static <T> Page<T> of(
            List<T> sorted, Function<T, String> key, Optional<String> cursor, int limit) {
        int from = 0;
        if (cursor.isPresent()) {
            List<String> keys = sorted.stream().map(key).toList();
            from = keys.indexOf(cursor.get()) + 1;
        }
        List<T> items = sorted.subList(from, Math.min(sorted.size(), from + limit));
        return new Page<>(
                items,
                from + limit < sorted.size()
                        ? Optional.of(key.apply(items.getLast()))
                        : Optional.empty());
    }
}
