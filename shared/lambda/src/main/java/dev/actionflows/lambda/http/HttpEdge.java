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
 * Lets a use case answer an event of API Gateway; whatever it throws becomes a problem document.
 * Streams, because Lambda's data binding costs a cold function hundreds of classes.
 */
public final class HttpEdge {
    private HttpEdge() {}

    /**
     * @param input a REST proxy event, as API Gateway writes it
     * @param output takes the answer, as API Gateway reads it
     * @param log told of what is our fault; never of the request's content
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
     * As the other one, for callers to whom a problem document says nothing.
     *
     * @param failures answers when the use case throws
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
