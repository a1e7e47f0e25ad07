package dev.actionflows.lambda.http;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import java.util.Optional;
import java.util.regex.Pattern;

/** The header {@code Idempotency-Key}, by which a sender says that a request is the same again. */
public final class IdempotencyKey {
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1,255}");

    private IdempotencyKey() {}

    /**
     * @return empty when the request has none
     * @throws ProblemException INVALID_REQUEST when it is none of the kind that is taken
     */
    public static Optional<String> of(HttpRequest request) {
        Optional<String> key = request.header(HEADER);
        if (key.isPresent() && !FORM.matcher(key.get()).matches()) {
            throw ProblemException.invalid(
                    "/" + HEADER, "must be 1 to 255 visible ASCII characters, without spaces");
        }
        return key;
    }

    /** The key came with another request before. */
    public static ProblemException reused() {
        return new ProblemException(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "this Idempotency-Key came with another request before; a new request takes a new"
                        + " key");
    }
}
