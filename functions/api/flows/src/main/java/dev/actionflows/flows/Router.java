package dev.actionflows.flows;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.Problems;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Routes a request to its endpoint and authenticates the caller. API Gateway forwards only the
 * paths in {@code openapi.yaml}; direct invocations of the function get the same responses.
 */
final class Router {
    private final List<Route> routes;
    private final Authentication authentication;
    private final Idempotency idempotency;

    Router(List<Route> routes, Authentication authentication, Idempotency idempotency) {
        this.routes = List.copyOf(routes);
        this.authentication = authentication;
        this.idempotency = idempotency;
    }

    HttpResponse answer(HttpRequest request) {
        if (RootResource.matches(request)) {
            return RootResource.answer();
        }
        List<Route> known =
                routes.stream()
                        .filter(route -> route.resource().equals(request.resource()))
                        .toList();
        Optional<Route> wanted =
                known.stream().filter(it -> it.method().equals(request.method())).findFirst();
        if (wanted.isPresent()) {
            Endpoint endpoint = wanted.get().endpoint();
            Caller caller =
                    authentication.callerOf(request, key -> idempotency.hasBegun(request, key));
            return request.method().equals("GET")
                    ? endpoint.answer(request, caller)
                    : idempotency.answer(request, caller, endpoint);
        }
        if (known.isEmpty()) {
            throw ProblemException.notFound("no such path");
        }
        String allowed = known.stream().map(Route::method).collect(Collectors.joining(", "));
        ProblemException problem =
                new ProblemException(
                        ErrorCode.METHOD_NOT_ALLOWED, "this path accepts only " + allowed);
        return Problems.response(problem, request.id()).withHeader("Allow", allowed);
    }

    /**
     * The operations of this router as the contract names them, for example {@code GET /v1/flows}.
     */
    List<String> operations() {
        return Stream.concat(
                        Stream.of(RootResource.OPERATION),
                        routes.stream().map(route -> route.method() + " " + route.resource()))
                .toList();
    }
}
