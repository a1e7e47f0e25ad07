package dev.actionflows.flows;

import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

/** Handles the requests of one operation. */
@FunctionalInterface
interface Endpoint {
    /**
     * @throws dev.actionflows.domain.error.ProblemException when the request cannot be fulfilled
     */
    HttpResponse answer(HttpRequest request, Caller caller);
}
