package dev.actionflows.domain;

import dev.actionflows.domain.error.ProblemException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * The beginning of the next page of a list, as text for callers (base64url). It contains only the
 * last item's place within its list; the list and its project come from the request, so that a
 * cursor grants no access.
 */
public final class Cursor {
    private Cursor() {}

    public static String encode(String place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param parser returns empty if the text is not a place in this list
     * @throws ProblemException INVALID_REQUEST if the list cannot have issued this cursor
     */
    public static <T> Optional<T> decode(
            Optional<String> cursor, Function<String, Optional<T>> parser) {
        return cursor.map(
                text ->
                        base64(text)
                                .flatMap(parser)
                                .orElseThrow(
                                        () ->
                                                ProblemException.invalid(
                                                        "/cursor",
                                                        "was not issued by this list; take"
                                                                + " \"next\" of the page before,"
                                                                + " or none")));
    }

    /**
     * @param parser as above
     * @throws ProblemException as above
     */
    public static <T> T decode(String cursor, Function<String, Optional<T>> parser) {
        return decode(Optional.of(cursor), parser).orElseThrow();
    }

    private static Optional<String> base64(String text) {
        try {
            return Optional.of(
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
