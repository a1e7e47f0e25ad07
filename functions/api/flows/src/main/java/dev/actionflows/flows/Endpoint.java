package dev.actionflows.flows;

import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

/** Answers the requests of one operation. */
@FunctionalInterface
interface Endpoint {
    /**
     * @throws dev.actionflows.domain.error.ProblemException when it cannot be done
     */
    HttpResponse answer(HttpRequest request, Caller caller);
}
