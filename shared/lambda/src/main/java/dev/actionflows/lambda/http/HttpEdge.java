package dev.actionflows.lambda.http;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Connects a use case to API Gateway events and converts exceptions to problem documents. It works
 * on streams because Lambda's data binding loads hundreds of classes during a cold start.
 */
public final class HttpEdge {
    private HttpEdge() {}

    /**
     * @param input a REST proxy event from API Gateway
     * @param output receives the response for API Gateway
     * @param log receives our own failures, never the request's content
     */
    public static void serve(
            InputStream input,
            OutputStream output,
            Log log,
            Function<HttpRequest, HttpResponse> useCase)
            throws IOException {
        serve(
                input,
                output,
                log,
                useCase,
                (request, failure) -> Problems.of(failure, request.id()));
    }

    /**
     * Like the other {@code serve}, for callers that cannot use a problem document.
     *
     * @param failures builds the response when the use case throws
     */
    public static void serve(
            InputStream input,
            OutputStream output,
            Log log,
            Function<HttpRequest, HttpResponse> useCase,
            BiFunction<HttpRequest, RuntimeException, HttpResponse> failures)
            throws IOException {
        HttpRequest request = new HttpRequest(Json.readObject(input));
        HttpResponse response = response(request, log, useCase, failures);
        output.write(Json.write(response.toEvent()).getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse response(
            HttpRequest request,
            Log log,
            Function<HttpRequest, HttpResponse> useCase,
            BiFunction<HttpRequest, RuntimeException, HttpResponse> failures) {
        try {
            return useCase.apply(request);
        } catch (ProblemException e) {
            if (e.code().category() == ErrorCode.Category.INTERNAL) {
                write(log, Level.WARN, request, e);
            }
            return failures.apply(request, e);
        } catch (RuntimeException e) {
            write(log, Level.ERROR, request, e);
            return failures.apply(request, e);
        }
    }

    private static void write(Log log, Level level, HttpRequest request, RuntimeException e) {
        Line line =
                new Line(level, "request failed")
                        .with("method", request.method())
                        .with("resource", request.resource())
                        .failure(e);
        request.id().ifPresent(id -> line.with("apiRequestId", id));
        log.write(line);
    }
}
