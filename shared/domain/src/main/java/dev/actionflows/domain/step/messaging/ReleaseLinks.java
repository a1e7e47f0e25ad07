package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.streaming.ServiceLinks;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Collection;
import java.util.List;

/** Public addresses of releases at streaming services. */
final class ReleaseLinks {
    private ReleaseLinks() {}

    /** Whether the release has an id at a streaming service already, and is not cancelled. */
    static boolean exist(Release release) {
        return !release.isCancelled() && !release.providerIds().byProvider().isEmpty();
    }

    /**
     * The release at each of the services that have it; none if it is cancelled.
     *
     * @param services in the order of the result
     */
    static List<LinkDestination> of(Release release, Collection<StreamingProvider> services) {
        if (!exist(release)) {
            return List.of();
        }
        return services.stream()
                .flatMap(
                        provider ->
                                release.providerIds().at(provider).stream()
                                        .<LinkDestination>map(
                                                id ->
                                                        new LinkDestination.Service(
                                                                provider,
                                                                ServiceLinks.album(provider, id))))
                .toList();
    }
}
