package dev.actionflows.lambda.http;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
     * @param logger told of what is our fault; never of the request's content
     */
    public static void serve(
            InputStream input,
            OutputStream output,
            LambdaLogger logger,
            Function<HttpRequest, HttpResponse> useCase)
            throws IOException {
        HttpRequest request = new HttpRequest(Json.readObject(input));
        HttpResponse response = response(request, logger, useCase);
        output.write(Json.write(response.toEvent()).getBytes(StandardCharsets.UTF_8));
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
