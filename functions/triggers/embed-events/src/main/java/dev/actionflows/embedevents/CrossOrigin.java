package dev.actionflows.embedevents;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.Optional;

/**
 * CORS headers of one request (Fetch standard, "CORS protocol"). The headers are sent only to the
 * project's own pages; the browsers of other pages withhold the response.
 */
final class CrossOrigin {
    private Optional<String> allowed = Optional.empty();

    /**
     * Checks that the page belongs to the project.
     *
     * @throws ProblemException NOT_ALLOWED when it does not; a request without an origin does not
     *     come from a browser and passes
     */
    void require(HttpRequest request, Project project) {
        Optional<String> origin = request.header("Origin");
        if (origin.isPresent() && !project.allowedOrigins().contains(origin.get())) {
            throw new ProblemException(
                    ErrorCode.NOT_ALLOWED,
                    "the publishable key of this project may not be used by pages of this origin:"
                            + " PUT …/embed");
        }
        allowed = origin;
    }

    /** Adds the headers to a response. */
    HttpResponse on(HttpResponse response) {
        HttpResponse varied = response.withHeader("Vary", "Origin");
        return allowed.map(
                        origin ->
                                varied.withHeader("Access-Control-Allow-Origin", origin)
                                        .withHeader("Access-Control-Expose-Headers", "Retry-After"))
                .orElse(varied);
    }

    /** The response to a preflight request. */
    static HttpResponse preflight() {
        return HttpResponse.noContent()
                .withHeader("Access-Control-Allow-Methods", "POST")
                .withHeader(
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, Idempotency-Key")
                .withHeader("Access-Control-Max-Age", "7200");
    }
}
