package dev.actionflows.domain.testing;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Pages of a list. A cursor holds the place of the last item of the page before, and stays good
 * when that item goes away.
 *
 * @param place of an item within its list: text that sorts as the list does
 * @param form which texts are places
 */
public record Pages<T>(Function<T, String> place, Pattern form, Comparator<String> order) {
    /** A list in the order of its places. */
    public static <T> Pages<T> ascending(Function<T, String> place, String form) {
        return new Pages<>(place, Pattern.compile(form), Comparator.naturalOrder());
    }

    /** A list in the reverse order of its places. */
    public static <T> Pages<T> descending(Function<T, String> place, String form) {
        return new Pages<>(place, Pattern.compile(form), Comparator.reverseOrder());
    }

    /** The same, up to where another page begins. */
    public Page<T> between(Collection<T> items, String cursor, String next, int limit) {
        String last = decode(next);
        return page(
                items.stream().filter(it -> order.compare(place.apply(it), last) <= 0).toList(),
                Optional.of(cursor),
                limit);
    }

    public Page<T> page(Collection<T> items, Optional<String> cursor, int limit) {
        Optional<String> after = cursor.map(this::decode);
        List<T> rest =
                items.stream()
                        .filter(
                                item ->
                                        after.isEmpty()
                                                || order.compare(place.apply(item), after.get())
                                                        > 0)
                        .sorted(Comparator.comparing(place, order))
                        .toList();
        if (rest.size() <= limit) {
            return new Page<>(rest, Optional.empty());
        }
        List<T> page = rest.subList(0, limit);
        return new Page<>(page, Optional.of(encode(place.apply(page.getLast()))));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (form.matcher(text).matches()) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // not even base64: the same answer
        }
        throw ProblemException.invalid("/cursor", "was not issued by this list");
    }
}
