package dev.actionflows.embedevents;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.http.HttpEndpoint;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

/** Answers one request, with the CORS headers that pages need to read also a failure. */
final class CrossOriginEndpoint implements HttpEndpoint {
    private final Endpoints endpoints;
    private final CrossOrigin origin = new CrossOrigin();

    CrossOriginEndpoint(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public HttpResponse answer(HttpRequest request, Deadline deadline) {
        return origin.on(endpoints.answer(request, origin, deadline));
    }

    @Override
    public HttpResponse failure(HttpRequest request, RuntimeException failure) {
        return origin.on(HttpEndpoint.super.failure(request, failure));
    }
}
