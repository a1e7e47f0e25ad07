package dev.actionflows.domain.matching;

import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.streaming.CatalogAnswer;

import java.time.Duration;

/** How the search for one id ends, or why it has to be repeated. */
sealed interface SearchResult {
    record Concluded(ServiceId serviceId) implements SearchResult {}

    /**
     * @param retryAfter as the service asks, or zero if it does not say
     * @param ifGivenUp how the search ends if it is not repeated
     */
    record Postponed(Duration retryAfter, ServiceId ifGivenUp) implements SearchResult {
        /** The service did not answer. */
        Postponed(Duration retryAfter) {
            this(retryAfter, new ServiceId.NotFound(ServiceId.NotFoundReason.NO_ANSWER));
        }

        /** The service answered, but an answer is missing that may decide. */
        Postponed(ServiceId ifGivenUp) {
            this(Duration.ZERO, ifGivenUp);
        }
    }

    static SearchResult notFound(ServiceId.NotFoundReason reason) {
        return new Concluded(new ServiceId.NotFound(reason));
    }

    static SearchResult noAccess(ServiceId.NoAccessReason reason) {
        return new Concluded(new ServiceId.NoAccess(reason));
    }

    /**
     * @param failure any answer except {@link CatalogAnswer.Found}
     */
    static SearchResult of(CatalogAnswer failure) {
        return switch (failure) {
            case CatalogAnswer.Found _ ->
                    throw new IllegalArgumentException("an answer is not a failure");
            case CatalogAnswer.AccessDenied() -> noAccess(ServiceId.NoAccessReason.APP_REJECTED);
            case CatalogAnswer.LookupLimited(Duration retryAfter) -> new Postponed(retryAfter);
            case CatalogAnswer.LookupUnavailable() -> new Postponed(Duration.ZERO);
        };
    }
}
