package dev.actionflows.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.TestContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

class HttpHandlerTest {
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final Log log =
            new Log(lines, () -> Instant.parse("2026-11-02T12:00:00Z")).during(new TestContext());

    @Test
    void a_response_is_passed_through_and_never_cached() {
        APIGatewayProxyResponseEvent answer =
                answer(event(), log, _ -> HttpResponse.of(200, "text/xml", "<Response/>"));

        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getBody()).isEqualTo("<Response/>");
        assertThat(answer.getHeaders())
                .containsEntry("Content-Type", "text/xml")
                .containsEntry("Cache-Control", "no-store");
        assertThat(lines.size()).isZero();
    }

    @Test
    void a_problem_names_every_violation_with_its_pointer() {
        APIGatewayProxyResponseEvent answer =
                failing(
                        ProblemException.invalid(
                                List.of(
                                        new Violation("/name", "is required"),
                                        new Violation("/steps/0/text", "is too long"))));

        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(answer.getHeaders()).containsEntry("Content-Type", "application/problem+json");
        assertThat(document(answer))
                .containsEntry("type", "about:blank")
                .containsEntry("title", "Bad Request")
                .containsEntry("status", 400L)
                .containsEntry("code", "invalid_request")
                .containsEntry("requestId", "request-1")
                .containsEntry(
                        "violations",
                        List.of(
                                Map.of("pointer", "/name", "detail", "is required"),
                                Map.of("pointer", "/steps/0/text", "detail", "is too long")));
        assertThat(lines.size()).isZero();
    }

    @Test
    void a_response_to_countless_violations_has_a_bounded_size() {
        List<Violation> violations =
                IntStream.range(0, 100_000).mapToObj(it -> new Violation("/" + it, "no")).toList();

        assertThat(failing(ProblemException.invalid(violations)).getBody()).hasSizeLessThan(10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, 400",
        "MALFORMED_REQUEST, 400",
        "NOT_AUTHENTICATED, 401",
        "SIGNATURE_INVALID, 403",
        "NOT_ALLOWED, 403",
        "NOT_FOUND, 404",
        "METHOD_NOT_ALLOWED, 405",
        "SCOPE_TAKEN, 409",
        "STATE_CONFLICT, 409",
        "PAYLOAD_TOO_LARGE, 413",
        "UNSUPPORTED_MEDIA_TYPE, 415",
        "INTERNAL_ERROR, 500",
        "TRY_AGAIN, 503",
    })
    void each_code_has_its_status(ErrorCode code, int status) {
        assertThat(failing(new ProblemException(code, "detail")).getStatusCode()).isEqualTo(status);
    }

    @Test
    void an_unauthenticated_caller_gets_the_authentication_scheme() {
        assertThat(failing(new ProblemException(ErrorCode.NOT_AUTHENTICATED, "no")).getHeaders())
                .containsEntry("WWW-Authenticate", "Bearer");
    }

    @Test
    void a_retryable_problem_has_a_retry_after_and_is_logged() {
        assertThat(failing(new ProblemException(ErrorCode.TRY_AGAIN, "busy")).getHeaders())
                .containsEntry("Retry-After", "1");
        assertThat(line())
                .containsEntry("level", "WARN")
                .containsEntry("method", "POST")
                .containsEntry("resource", "/v1/flows");
    }

    @Test
    void an_internal_error_reveals_only_the_request_id() {
        APIGatewayProxyResponseEvent answer =
                failing(new IllegalStateException("table flows-1 is gone"));

        assertThat(answer.getStatusCode()).isEqualTo(500);
        assertThat(answer.getBody())
                .contains("internal_error", "request-1")
                .doesNotContain("table");
        assertThat(line())
                .containsEntry("level", "ERROR")
                .containsEntry("message", "request failed")
                .containsEntry("apiRequestId", "request-1")
                .containsEntry("requestId", new TestContext().getAwsRequestId())
                .extractingByKey("error")
                .asString()
                .contains("IllegalStateException", "table flows-1 is gone", "HttpHandlerTest.java");
    }

    @Test
    void the_log_never_quotes_malformed_input() {
        APIGatewayProxyResponseEvent answer =
                answer(
                        event().withHeaders(Map.of("Since", "+14155550123")),
                        log,
                        request ->
                                HttpResponse.json(
                                        200,
                                        Instant.parse(request.header("Since").orElseThrow())
                                                .toString()));

        assertThat(answer.getStatusCode()).isEqualTo(500);
        assertThat(lines.toString(StandardCharsets.UTF_8))
                .contains("DateTimeParseException")
                .doesNotContain("4155550123");
    }

    @Test
    void an_empty_event_gets_a_response() {
        assertThat(
                        answer(
                                        new APIGatewayProxyRequestEvent(),
                                        log,
                                        _ -> {
                                            throw new UnsupportedOperationException("nothing here");
                                        })
                                .getStatusCode())
                .isEqualTo(500);
    }

    @Test
    void an_unpaired_surrogate_does_not_break_the_response() {
        assertThat(HttpResponse.json(200, "a\uD83D").body()).isEqualTo("\"a?\"");
    }

    @Test
    void every_problem_has_an_error_status() {
        assertThat(Arrays.stream(ErrorCode.values()).map(Problems::statusOf))
                .allMatch(status -> status.code() >= 400);
    }

    private static APIGatewayProxyResponseEvent answer(
            APIGatewayProxyRequestEvent event,
            Log log,
            Function<HttpRequest, HttpResponse> useCase) {
        return Invocations.invoke(
                new HttpHandler(
                        (request, _) -> useCase.apply(request),
                        log,
                        new TimeLimit(Duration.ZERO, InstantSource.system())) {},
                event,
                APIGatewayProxyResponseEvent.class,
                new TestContext());
    }

    private APIGatewayProxyResponseEvent failing(RuntimeException failure) {
        return answer(
                event(),
                log,
                _ -> {
                    throw failure;
                });
    }

    private static APIGatewayProxyRequestEvent event() {
        ProxyRequestContext context = new ProxyRequestContext();
        context.setRequestId("request-1");
        return new APIGatewayProxyRequestEvent()
                .withHttpMethod("POST")
                .withResource("/v1/flows")
                .withRequestContext(context);
    }

    /** The only line of the log. */
    private Map<String, @Nullable Object> line() {
        return Json.readObject(lines.toString(StandardCharsets.UTF_8));
    }

    private static Map<String, @Nullable Object> document(APIGatewayProxyResponseEvent answer) {
        return Json.readObject(answer.getBody());
    }
}
