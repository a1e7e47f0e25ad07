package dev.actionflows.lambda.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

import java.util.function.Function;

/**
 * Lets a use case answer an event of API Gateway; whatever it throws becomes a problem document.
 */
public final class HttpEdge {
    private HttpEdge() {}

    /**
     * @param log told of what is our fault; never of the request's content
     */
    public static APIGatewayProxyResponseEvent answer(
            APIGatewayProxyRequestEvent event,
            Log log,
            Function<HttpRequest, HttpResponse> useCase) {
        HttpRequest request = new HttpRequest(event);
        return response(request, log, useCase).toEvent();
    }

    private static HttpResponse response(
            HttpRequest request, Log log, Function<HttpRequest, HttpResponse> useCase) {
        try {
            return useCase.apply(request);
        } catch (ProblemException e) {
            if (e.code().category() == ErrorCode.Category.INTERNAL) {
                write(log, Level.WARN, request, e);
            }
            return Problems.response(e, request.id());
        } catch (RuntimeException e) {
            write(log, Level.ERROR, request, e);
            return Problems.internalError(request.id());
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
