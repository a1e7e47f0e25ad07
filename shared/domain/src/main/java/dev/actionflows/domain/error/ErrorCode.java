package dev.actionflows.domain.error;

import static dev.actionflows.domain.error.ErrorCode.Category.CALLER;
import static dev.actionflows.domain.error.ErrorCode.Category.INTERNAL;

import java.util.Locale;

/**
 * Everything that a caller can be told went wrong. The wire name is the constant's name in lower
 * case.
 */
public enum ErrorCode {
    /** The request can be read, but breaks rules: the violations say which. */
    INVALID_REQUEST(CALLER),
    /** The request cannot be read at all: no JSON, no form, bad encoding. */
    MALFORMED_REQUEST(CALLER),
    /** No key, or none that is known. */
    NOT_AUTHENTICATED(CALLER),
    /** The webhook's signature is missing or wrong. */
    SIGNATURE_INVALID(CALLER),
    /** The key is known, but may not do this. */
    NOT_ALLOWED(CALLER),
    NOT_FOUND(CALLER),
    METHOD_NOT_ALLOWED(CALLER),
    /** Another flow owns the trigger's scope or the keyword. */
    SCOPE_TAKEN(CALLER),
    /** The project's plan has no room for this. */
    PLAN_LIMIT(CALLER),
    /** The thing has changed since the caller read it: {@code If-Match} names another revision. */
    PRECONDITION_FAILED(CALLER),
    /** The idempotency key was sent before with another request. */
    IDEMPOTENCY_KEY_REUSED(CALLER),
    /** The event's id was sent before with another event. */
    EVENT_ID_REUSED(CALLER),
    /** A request with the same idempotency key is being carried out. */
    REQUEST_IN_PROGRESS(CALLER),
    /** The thing is not in a state in which this can be done to it. */
    STATE_CONFLICT(CALLER),
    /** The fan has to connect a streaming account first, or to connect it again. */
    NOT_CONNECTED(CALLER),
    PAYLOAD_TOO_LARGE(CALLER),
    UNSUPPORTED_MEDIA_TYPE(CALLER),
    /** Too often; the problem says after what time it may be done again. */
    RATE_LIMITED(CALLER),
    /**
     * Others changed the same thing at the same moment, or a service is busy: the same request may
     * be sent again.
     */
    TRY_AGAIN(INTERNAL),
    INTERNAL_ERROR(INTERNAL);

    /** Who can do something about it. */
    public enum Category {
        CALLER,
        INTERNAL
    }

    private final Category category;

    ErrorCode(Category category) {
        this.category = category;
    }

    public Category category() {
        return category;
    }

    /** The name in problem documents, such as {@code scope_taken}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
