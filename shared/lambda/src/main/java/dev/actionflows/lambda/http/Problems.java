package dev.actionflows.lambda.http;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.json.Json;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds problem documents (RFC 9457). Their type is {@code about:blank}, so the title is the
 * status's reason phrase; programs read {@code code}.
 */
public final class Problems {
    /** A hostile document can contain more violations than a response can hold. */
    static final int MAX_VIOLATIONS = 100;

    private static final Duration SHORT_WHILE = Duration.ofSeconds(1);

    private Problems() {}

    /** Maps an exception of a use case to a response. Internal errors reveal no details. */
    public static HttpResponse of(RuntimeException failure, Optional<String> requestId) {
        return failure instanceof ProblemException problem
                ? response(problem, requestId)
                : internalError(requestId);
    }

    /**
     * @param requestId lets the caller ask about the problem
     */
    public static HttpResponse response(ProblemException problem, Optional<String> requestId) {
        HttpResponse response =
                HttpResponse.of(
                        statusOf(problem.code()).code(),
                        "application/problem+json",
                        Json.write(document(problem, requestId)));
        return withAdvice(response, problem);
    }

    /** Builds only the document, for responses with several results. */
    public static Map<String, Object> document(
            ProblemException problem, Optional<String> requestId) {
        List<Violation> violations = problem.violations();
        HttpStatus status = statusOf(problem.code());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "about:blank");
        document.put("title", status.phrase());
        document.put("status", status.code());
        document.put("detail", String.valueOf(problem.getMessage()));
        document.put("code", problem.code().wireName());
        requestId.ifPresent(id -> document.put("requestId", id));
        if (!violations.isEmpty()) {
            document.put(
                    "violations",
                    violations.stream().limit(MAX_VIOLATIONS).map(Problems::toJson).toList());
        }
        return document;
    }

    /** An internal error. Reveals only the request id under which it is logged. */
    static HttpResponse internalError(Optional<String> requestId) {
        return response(
                new ProblemException(
                        ErrorCode.INTERNAL_ERROR,
                        "internal error; the log contains it under the request id"),
                requestId);
    }

    static HttpStatus statusOf(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST, MALFORMED_REQUEST -> HttpStatus.BAD_REQUEST;
            case NOT_AUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case SIGNATURE_INVALID, NOT_ALLOWED -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case METHOD_NOT_ALLOWED -> HttpStatus.METHOD_NOT_ALLOWED;
            case SCOPE_TAKEN, PLAN_LIMIT, STATE_CONFLICT, NOT_CONNECTED, REQUEST_IN_PROGRESS ->
                    HttpStatus.CONFLICT;
            case PRECONDITION_FAILED -> HttpStatus.PRECONDITION_FAILED;
            case IDEMPOTENCY_KEY_REUSED, EVENT_ID_REUSED -> HttpStatus.UNPROCESSABLE_CONTENT;
            case PAYLOAD_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case UNSUPPORTED_MEDIA_TYPE -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case RATE_LIMITED -> HttpStatus.TOO_MANY_REQUESTS;
            case TRY_AGAIN -> HttpStatus.SERVICE_UNAVAILABLE;
            case INTERNAL_ERROR -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    /** Adds the headers that HTTP defines for this problem. */
    private static HttpResponse withAdvice(HttpResponse response, ProblemException problem) {
        return switch (problem.code()) {
            case NOT_AUTHENTICATED -> response.withHeader("WWW-Authenticate", "Bearer");
            case TRY_AGAIN, RATE_LIMITED, REQUEST_IN_PROGRESS ->
                    response.withHeader(
                            "Retry-After",
                            Long.toString(problem.retryAfter().orElse(SHORT_WHILE).toSeconds()));
            case INVALID_REQUEST,
                    MALFORMED_REQUEST,
                    SIGNATURE_INVALID,
                    NOT_ALLOWED,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    SCOPE_TAKEN,
                    PLAN_LIMIT,
                    PRECONDITION_FAILED,
                    IDEMPOTENCY_KEY_REUSED,
                    EVENT_ID_REUSED,
                    STATE_CONFLICT,
                    NOT_CONNECTED,
                    PAYLOAD_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    INTERNAL_ERROR ->
                    response;
        };
    }

    private static Map<String, Object> toJson(Violation violation) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("pointer", violation.pointer());
        object.put("detail", violation.detail());
        return object;
    }
}
