package dev.actionflows.lambda.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

/** A Lambda function that API Gateway invokes. */
public abstract class HttpHandler implements RequestStreamHandler {
    private final HttpEndpoint endpoint;
    private final Log log;
    private final TimeLimit limit;

    /**
     * @param useCase computes the response, which is due at no particular time
     */
    protected HttpHandler(Function<HttpRequest, HttpResponse> useCase, Log log) {
        this(
                (request, _) -> useCase.apply(request),
                log,
                new TimeLimit(Duration.ZERO, InstantSource.system()));
    }

    protected HttpHandler(HttpEndpoint endpoint, Log log, TimeLimit limit) {
        this.endpoint = endpoint;
        this.log = log;
        this.limit = limit;
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Deadline deadline = limit.of(context);
        HttpEdge.serve(
                input,
                output,
                log.during(context),
                request -> endpoint.answer(request, deadline),
                endpoint::failure);
    }
}
