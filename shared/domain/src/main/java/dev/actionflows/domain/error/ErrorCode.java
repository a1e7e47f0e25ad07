package dev.actionflows.domain.error;

import static dev.actionflows.domain.error.ErrorCode.Category.CALLER;
import static dev.actionflows.domain.error.ErrorCode.Category.INTERNAL;

import java.util.Locale;

/** The errors that callers can get. The wire name is the constant's name in lowercase. */
public enum ErrorCode {
    /** The request is well-formed but breaks rules, which the violations list. */
    INVALID_REQUEST(CALLER),
    /** The request cannot be parsed: invalid JSON, form, or encoding. */
    MALFORMED_REQUEST(CALLER),
    /** The key is missing or invalid. */
    NOT_AUTHENTICATED(CALLER),
    /** The webhook's signature is missing or wrong. */
    SIGNATURE_INVALID(CALLER),
    /** The key is valid but has no access to this. */
    NOT_ALLOWED(CALLER),
    NOT_FOUND(CALLER),
    METHOD_NOT_ALLOWED(CALLER),
    /** Another flow owns the trigger's scope or the keyword. */
    SCOPE_TAKEN(CALLER),
    /** The project's plan does not allow this. */
    PLAN_LIMIT(CALLER),
    /** The object has changed since the caller read it: {@code If-Match} names another revision. */
    PRECONDITION_FAILED(CALLER),
    /** The idempotency key was used for a different request. */
    IDEMPOTENCY_KEY_REUSED(CALLER),
    /** The event id was used for a different event. */
    EVENT_ID_REUSED(CALLER),
    /** A request with the same idempotency key is in progress. */
    REQUEST_IN_PROGRESS(CALLER),
    /** The object's current state does not allow this. */
    STATE_CONFLICT(CALLER),
    /** The fan has to connect, or reconnect, a streaming account first. */
    NOT_CONNECTED(CALLER),
    PAYLOAD_TOO_LARGE(CALLER),
    UNSUPPORTED_MEDIA_TYPE(CALLER),
    /** The caller is throttled; the problem says when to retry. */
    RATE_LIMITED(CALLER),
    /**
     * A concurrent change or a temporarily unavailable service; the same request can be retried.
     */
    TRY_AGAIN(INTERNAL),
    INTERNAL_ERROR(INTERNAL);

    /** Who can resolve the error. */
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

    /** The name in problem documents, for example {@code scope_taken}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
