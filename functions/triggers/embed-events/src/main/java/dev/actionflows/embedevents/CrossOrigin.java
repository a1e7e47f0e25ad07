package dev.actionflows.embedevents;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.Optional;

/**
 * What a browser is told about the page that asks (Fetch standard, "CORS protocol"), during one
 * request. A page that is not the project's own is told nothing, so that its browser keeps the
 * answer from it.
 */
final class CrossOrigin {
    private Optional<String> allowed = Optional.empty();

    /**
     * Finds the page among the project's own.
     *
     * @throws ProblemException NOT_ALLOWED when it is another one; whoever is no browser names none
     */
    void require(HttpRequest request, Project project) {
        Optional<String> origin = request.header("Origin");
        if (origin.isPresent() && !project.allowedOrigins().contains(origin.get())) {
            throw new ProblemException(
                    ErrorCode.NOT_ALLOWED,
                    "pages of this origin may not use the project's publishable key: PUT"
                            + " …/embed");
        }
        allowed = origin;
    }

    /** Adds it to an answer. */
    HttpResponse on(HttpResponse response) {
        HttpResponse varied = response.withHeader("Vary", "Origin");
        return allowed.map(
                        origin ->
                                varied.withHeader("Access-Control-Allow-Origin", origin)
                                        .withHeader("Access-Control-Expose-Headers", "Retry-After"))
                .orElse(varied);
    }

    /** What is answered when a browser asks before it sends. */
    static HttpResponse preflight() {
        return HttpResponse.noContent()
                .withHeader("Access-Control-Allow-Methods", "POST")
                .withHeader(
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, Idempotency-Key")
                .withHeader("Access-Control-Max-Age", "7200");
    }
}
