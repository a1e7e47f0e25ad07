package dev.actionflows.flows;

/**
 * Maps an operation to its endpoint.
 *
 * @param resource the path template from {@code openapi.yaml}, for example {@code
 *     /v1/flows/{flowId}}
 */
record Route(String method, String resource, Endpoint endpoint) {
    static Route get(String resource, Endpoint endpoint) {
        return new Route("GET", resource, endpoint);
    }

    static Route post(String resource, Endpoint endpoint) {
        return new Route("POST", resource, endpoint);
    }

    static Route delete(String resource, Endpoint endpoint) {
        return new Route("DELETE", resource, endpoint);
    }

    static Route put(String resource, Endpoint endpoint) {
        return new Route("PUT", resource, endpoint);
    }
}
