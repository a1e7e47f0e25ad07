package dev.actionflows.domain;

import dev.actionflows.domain.error.ProblemException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the next page of a list begins, as text for callers (base64url). It holds no more than the
 * last item's place within its list; which list, and of whom, is always the request's own word, so
 * that a cursor opens nothing.
 */
public final class Cursor {
    private Cursor() {}

    public static String encode(String place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param parser gives empty for what is no place in this list
     * @throws ProblemException INVALID_REQUEST when the list cannot have given out this cursor
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
                                                        "is none that this list gave out; take"
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
