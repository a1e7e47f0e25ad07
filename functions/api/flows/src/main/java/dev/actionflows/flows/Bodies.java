package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.lambda.http.HttpRequest;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decodes request bodies. */
final class Bodies {
    /** Fits 25 steps with texts of 1,600 characters, each written as an escape sequence. */
    private static final int MAX_BYTES = 256 * 1024;

    private Bodies() {}

    static Map<String, @Nullable Object> document(HttpRequest request) {
        return request.body().jsonObject(MAX_BYTES);
    }

    /**
     * @param decoder returns a value if the fields have no violations
     * @throws dev.actionflows.domain.error.ProblemException with all violations, including unknown
     *     properties
     */
    static <T> T decode(HttpRequest request, Function<Fields, Optional<T>> decoder) {
        Violations violations = new Violations();
        Fields fields = Fields.of(document(request), violations);
        Optional<T> decoded = decoder.apply(fields);
        fields.rejectUnknown();
        return violations.orThrow(decoded);
    }
}
