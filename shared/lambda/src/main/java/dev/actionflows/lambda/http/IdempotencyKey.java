package dev.actionflows.lambda.http;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code Idempotency-Key} header, which identifies retries of a request. */
public final class IdempotencyKey {
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1,255}");

    private IdempotencyKey() {}

    /**
     * @return empty when the request has no key
     * @throws ProblemException INVALID_REQUEST when the key is malformed
     */
    public static Optional<String> of(HttpRequest request) {
        Optional<String> key = request.header(HEADER);
        if (key.isPresent() && !FORM.matcher(key.get()).matches()) {
            throw ProblemException.invalid(
                    "/" + HEADER, "must be 1 to 255 visible ASCII characters, without spaces");
        }
        return key;
    }

    /** The key was already used for a different request. */
    public static ProblemException reused() {
        return new ProblemException(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "this Idempotency-Key was used for a different request; a new request needs a new"
                        + " key");
    }
}
