package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Cuts pages. */
final class Pages {
    private Pages() {}

    /**
     * @param found the page's items and, if there are more, at least one of them
     * @param place of an item within its list, for the cursor
     */
    static <T> Page<T> of(List<T> found, int limit, Function<T, String> place) {
        if (found.size() <= limit) {
            return new Page<>(found, Optional.empty());
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, Optional.of(Cursor.encode(place.apply(items.getLast()))));
    }
}
