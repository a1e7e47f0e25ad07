package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.lambda.http.HttpRequest;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The bodies of requests. */
final class Bodies {
    /** Room for 25 steps with texts of 1,600 characters, each written as an escape sequence. */
    private static final int MAX_BYTES = 256 * 1024;

    private Bodies() {}

    static Map<String, @Nullable Object> document(HttpRequest request) {
        return request.body().jsonObject(MAX_BYTES);
    }

    /**
     * @param decoder gives what the body means, which is present when nothing is wrong with it
     * @throws dev.actionflows.domain.error.ProblemException with all violations, those of unknown
     *     properties included
     */
    static <T> T decode(HttpRequest request, Function<Fields, Optional<T>> decoder) {
        Violations violations = new Violations();
        Fields fields = Fields.of(document(request), violations);
        Optional<T> decoded = decoder.apply(fields);
        fields.rejectUnknown();
        return violations.orThrow(decoded);
    }
}
