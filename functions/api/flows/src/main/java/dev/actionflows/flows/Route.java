package dev.actionflows.flows;

import dev.actionflows.domain.project.Role;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.Optional;
import java.util.function.Function;

/** Maps an operation to its endpoint. */
sealed interface Route {
    String method();

    /** The path template from {@code openapi.yaml}, for example {@code /v1/flows/{flowId}}. */
    String resource();

    /** An operation that requires no key. */
    record Open(String method, String resource, Function<HttpRequest, HttpResponse> endpoint)
            implements Route {}

    /**
     * An operation that requires a key or a session.
     *
     * @param role what a key of the project must permit; empty if only the administrator may
     * @param kept whether its response is kept under an Idempotency-Key
     */
    record Guarded(
            String method, String resource, Endpoint endpoint, Optional<Role> role, boolean kept)
            implements Route {
        /** The same for keys with this role. */
        Guarded requires(Role required) {
            return new Guarded(method, resource, endpoint, Optional.of(required), kept);
        }

        /** The same for the administrator only. */
        Guarded requiresAdministrator() {
            return new Guarded(method, resource, endpoint, Optional.empty(), kept);
        }

        /**
         * The same without effects: a repeated request is answered anew, and its response may be
         * larger than what is kept.
         */
        Guarded withoutEffects() {
            return new Guarded(method, resource, endpoint, role, false);
        }

        /**
         * Checks whether the caller may perform the operation on objects to which it has access.
         *
         * @throws dev.actionflows.domain.error.ProblemException NOT_ALLOWED
         */
        void check(Caller caller) {
            role.ifPresentOrElse(caller::require, caller::requireAdministrator);
        }
    }

    /** Requires the role that may look, unless stated otherwise. */
    static Guarded get(String resource, Endpoint endpoint) {
        return new Guarded("GET", resource, endpoint, Optional.of(Role.LOOK), false);
    }

    /** Requires the role that may operate, unless stated otherwise. */
    static Guarded post(String resource, Endpoint endpoint) {
        return new Guarded("POST", resource, endpoint, Optional.of(Role.OPERATE), true);
    }

    /** Requires the role that may operate, unless stated otherwise. */
    static Guarded delete(String resource, Endpoint endpoint) {
        return new Guarded("DELETE", resource, endpoint, Optional.of(Role.OPERATE), true);
    }

    /** Requires the role that may operate, unless stated otherwise. */
    static Guarded put(String resource, Endpoint endpoint) {
        return new Guarded("PUT", resource, endpoint, Optional.of(Role.OPERATE), true);
    }
}
