package dev.actionflows.flows;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Returns lists page by page. */
final class Pages {
    static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 25;

    /** Lambda limits a response to 6 MB; a character may need three bytes. */
    static final int MAX_CHARACTERS = 1_500_000;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    private Pages() {}

    /** Reads one page of a list. */
    interface Source<T> {
        /**
         * @throws ProblemException INVALID_REQUEST when the cursor does not come from this list
         */
        Page<T> read(Optional<String> cursor, int limit);
    }

    /**
     * Returns the page that {@code cursor} and {@code limit} of the query select. The page is
     * shorter when its items are too large for one response.
     *
     * @throws ProblemException INVALID_REQUEST
     */
    static <T> HttpResponse answer(
            HttpRequest request, Source<T> source, Function<T, Map<String, ?>> toJson) {
        int limit = limit(request, DEFAULT_LIMIT, MAX_LIMIT);
        while (true) {
            HttpResponse response =
                    page(source.read(request.queryParameter("cursor"), limit), toJson);
            if (response.body().length() <= MAX_CHARACTERS || limit == 1) {
                return response;
            }
            limit /= 2;
        }
    }

    private static <T> HttpResponse page(Page<T> page, Function<T, Map<String, ?>> toJson) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("items", page.items().stream().map(toJson).toList());
        body.put("next", page.next().orElse(null));
        return HttpResponse.json(200, body);
    }

    /**
     * @throws ProblemException INVALID_REQUEST
     */
    static int limit(HttpRequest request, int otherwise, int max) {
        return request.queryParameter("limit").map(text -> limit(text, max)).orElse(otherwise);
    }

    private static int limit(String text, int max) {
        int limit = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > max) {
            throw ProblemException.invalid("/limit", "must be a whole number from 1 to " + max);
        }
        return limit;
    }
}
