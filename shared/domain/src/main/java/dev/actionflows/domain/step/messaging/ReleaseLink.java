package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.streaming.ServiceLinks;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Public addresses of releases at streaming services. */
final class ReleaseLink {
    /** As long as the longest address: a catalog id has up to 20 digits. */
    static final String LONGEST = ServiceLinks.album(StreamingProvider.APPLE_MUSIC, "0".repeat(20));

    private ReleaseLink() {}

    /**
     * The release at the fan's service, otherwise at Spotify, otherwise at Apple Music.
     *
     * @param connections where the fan has an account, even if its authorization has ended
     * @return empty if the release has no id at a streaming service yet
     */
    static Optional<String> of(Release release, List<Connection> connections) {
        return Stream.concat(
                        connections.stream().map(Connection::provider),
                        Arrays.stream(StreamingProvider.values()))
                .flatMap(
                        provider ->
                                release.providerIds().at(provider).stream()
                                        .map(id -> ServiceLinks.album(provider, id)))
                .findFirst();
    }
}
