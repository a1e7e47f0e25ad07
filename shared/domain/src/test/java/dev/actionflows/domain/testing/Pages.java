package dev.actionflows.domain.testing;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Pages of a list. A cursor contains the sort key of the previous page's last item, and remains
 * valid if that item is removed.
 *
 * @param sortKey the sort key of an item
 * @param format the format of sort keys
 */
public record Pages<T>(Function<T, String> sortKey, Pattern format, Comparator<String> order) {
    private static final int TIME_DIGITS = 13;

    /** A list in ascending order of sort keys. */
    public static <T> Pages<T> ascending(Function<T, String> sortKey, String format) {
        return new Pages<>(sortKey, Pattern.compile(format), Comparator.naturalOrder());
    }

    /** A list in descending order of sort keys. */
    public static <T> Pages<T> descending(Function<T, String> sortKey, String format) {
        return new Pages<>(sortKey, Pattern.compile(format), Comparator.reverseOrder());
    }

    /** The same, up to the start of another page. */
    public Page<T> between(Collection<T> items, String cursor, String next, int limit) {
        String last = decode(next);
        return page(
                items.stream().filter(it -> order.compare(sortKey.apply(it), last) <= 0).toList(),
                Optional.of(cursor),
                limit);
    }

    /**
     * A page of a list that is kept in its order. Reads the page only, however long the list is.
     *
     * @param items by their sort keys, in the order of this list
     * @param listed which of them the list contains
     */
    public Page<T> page(
            NavigableMap<String, T> items,
            Predicate<T> listed,
            Optional<String> cursor,
            int limit) {
        NavigableMap<String, T> rest =
                cursor.map(this::decode).map(after -> items.tailMap(after, false)).orElse(items);
        return firstOf(rest.values().stream().filter(listed).limit(limit + 1L).toList(), limit);
    }

    public Page<T> page(Collection<T> items, Optional<String> cursor, int limit) {
        Optional<String> after = cursor.map(this::decode);
        List<T> rest =
                items.stream()
                        .filter(
                                item ->
                                        after.isEmpty()
                                                || order.compare(sortKey.apply(item), after.get())
                                                        > 0)
                        .sorted(Comparator.comparing(sortKey, order))
                        .toList();
        return firstOf(rest, limit);
    }

    private Page<T> firstOf(List<T> rest, int limit) {
        if (rest.size() <= limit) {
            return new Page<>(rest, Optional.empty());
        }
        List<T> page = rest.subList(0, limit);
        return new Page<>(page, Optional.of(encode(sortKey.apply(page.getLast()))));
    }

    /** A time in milliseconds, for sort keys: of 13 digits, so that texts sort like times. */
    public static String time(Instant at) {
        String digits = Long.toString(at.toEpochMilli());
        return "0".repeat(TIME_DIGITS - digits.length()) + digits;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (format.matcher(text).matches()) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // not Base64: the same error
        }
        throw ProblemException.invalid("/cursor", "was not issued by this list");
    }
}
