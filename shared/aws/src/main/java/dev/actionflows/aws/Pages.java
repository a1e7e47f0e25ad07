package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Builds pages of lists. */
final class Pages {
    private Pages() {}

    /**
     * @param found the page's items, plus at least one more if there are more
     * @param place an item's position in its list, for the cursor
     */
    static <T> Page<T> of(List<T> found, int limit, Function<T, String> place) {
        if (found.size() <= limit) {
            return new Page<>(found, Optional.empty());
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, Optional.of(Cursor.encode(place.apply(items.getLast()))));
    }
}
