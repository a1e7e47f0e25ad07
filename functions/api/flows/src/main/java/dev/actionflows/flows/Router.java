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
 * Routes a request to its endpoint, authenticates the caller and checks its role. API Gateway
 * forwards only the paths in {@code openapi.yaml}; direct invocations of the function get the same
 * responses.
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
            return switch (wanted.get()) {
                case Route.Open open -> open.endpoint().apply(request);
                case Route.Guarded guarded -> answer(request, guarded);
            };
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

    private HttpResponse answer(HttpRequest request, Route.Guarded route) {
        Caller caller =
                authentication.callerOf(
                        request,
                        (project, keyHash) -> idempotency.hasBegun(request, project.id(), keyHash));
        route.check(caller);
        return route.kept()
                ? idempotency.answer(request, caller, route.endpoint())
                : route.endpoint().answer(request, caller);
    }

    /** The routes of this router, except that of the root. */
    List<Route> routes() {
        return routes;
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
