package dev.actionflows.lambda.http;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import java.util.function.Function;

/**
 * Lets a use case answer an event of API Gateway; whatever it throws becomes a problem document.
 */
public final class HttpEdge {
    private HttpEdge() {}

    /**
     * @param logger told of what is our fault; never of the request's content
     */
    public static APIGatewayProxyResponseEvent answer(
            APIGatewayProxyRequestEvent event,
            LambdaLogger logger,
            Function<HttpRequest, HttpResponse> useCase) {
        HttpRequest request = new HttpRequest(event);
        return response(request, logger, useCase).toEvent();
    }

    private static HttpResponse response(
            HttpRequest request, LambdaLogger logger, Function<HttpRequest, HttpResponse> useCase) {
        try {
            return useCase.apply(request);
        } catch (ProblemException e) {
            if (e.code().category() == ErrorCode.Category.INTERNAL) {
                log(logger, LogLevel.WARN, request, e);
            }
            return Problems.response(e, request.id());
        } catch (RuntimeException e) {
            log(logger, LogLevel.ERROR, request, e);
            return Problems.internalError(request.id());
        }
    }

    private static void log(
            LambdaLogger logger, LogLevel level, HttpRequest request, RuntimeException e) {
        logger.log(
                "%s %s failed (request %s): %s"
                        .formatted(
                                request.method(),
                                request.resource(),
                                request.id().orElse("without id"),
                                FailureText.of(e)),
                level);
    }
}
