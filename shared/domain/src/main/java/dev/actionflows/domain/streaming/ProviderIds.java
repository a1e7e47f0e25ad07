package dev.actionflows.domain.streaming;

import java.util.Map;
import java.util.Optional;

/**
 * The ids of a release, track, playlist or artist at the streaming services.
 *
 * @param byProvider Spotify: a URI such as {@code spotify:album:…}; Apple Music: a catalog id
 */
public record ProviderIds(Map<StreamingProvider, String> byProvider) {
    public ProviderIds {
        byProvider = Map.copyOf(byProvider);
    }

    public Optional<String> at(StreamingProvider provider) {
        return Optional.ofNullable(byProvider.get(provider));
    }

    /** Whether it has all these ids. */
    public boolean includes(ProviderIds other) {
        return byProvider.entrySet().containsAll(other.byProvider.entrySet());
    }
}
