package dev.actionflows.lambda.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * A Lambda function that API Gateway invokes: connects an endpoint to the events of a REST proxy
 * integration and logs its failures. It works on streams because Lambda's data binding loads
 * hundreds of classes during a cold start.
 */
public abstract class HttpHandler implements RequestStreamHandler {
    private final Supplier<? extends HttpEndpoint> endpoints;
    private final Log log;
    private final TimeLimit limit;

    protected HttpHandler(HttpEndpoint endpoint, Log log, TimeLimit limit) {
        this(() -> endpoint, log, limit);
    }

    /**
     * @param endpoints supplies an endpoint for each request
     * @param log receives our own failures, never the request's content
     */
    protected HttpHandler(Supplier<? extends HttpEndpoint> endpoints, Log log, TimeLimit limit) {
        this.endpoints = endpoints;
        this.log = log;
        this.limit = limit;
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Deadline deadline = limit.of(context);
        HttpRequest request = new HttpRequest(Json.readObject(input));
        HttpResponse response = response(request, deadline, log.during(context));
        output.write(Json.write(response.toEvent()).getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse response(HttpRequest request, Deadline deadline, Log lines) {
        HttpEndpoint endpoint = endpoints.get();
        try {
            return endpoint.answer(request, deadline);
        } catch (ProblemException e) {
            if (e.code().category() == ErrorCode.Category.INTERNAL) {
                write(lines, Level.WARN, request, e);
            }
            return endpoint.failure(request, e);
        } catch (RuntimeException e) {
            write(lines, Level.ERROR, request, e);
            return endpoint.failure(request, e);
        }
    }

    private static void write(Log lines, Level level, HttpRequest request, RuntimeException e) {
        Line line =
                new Line(level, "request failed")
                        .with("method", request.method())
                        .with("resource", request.resource())
                        .failure(e);
        request.id().ifPresent(id -> line.with("apiRequestId", id));
        lines.write(line);
    }
}
