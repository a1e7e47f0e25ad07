package dev.actionflows.lambda.http;

import dev.actionflows.domain.run.Deadline;

/** Answers the HTTP requests of one function. */
public interface HttpEndpoint {
    /**
     * @param deadline when the response is due
     * @throws RuntimeException turned into a response by {@link #failure}
     */
    HttpResponse answer(HttpRequest request, Deadline deadline);

    /** The response to a request that failed: a problem document, unless the caller reads none. */
    default HttpResponse failure(HttpRequest request, RuntimeException failure) {
        return Problems.of(failure, request.id());
    }
}
