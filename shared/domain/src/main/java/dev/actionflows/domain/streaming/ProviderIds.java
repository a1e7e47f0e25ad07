package dev.actionflows.domain.streaming;

import java.util.Map;
import java.util.Optional;

/**
 * What one release or artist is called at each streaming service.
 *
 * @param byProvider Spotify: a URI such as {@code spotify:album:…}; Apple Music: a catalogue id
 */
public record ProviderIds(Map<StreamingProvider, String> byProvider) {
    public ProviderIds {
        byProvider = Map.copyOf(byProvider);
    }

    public Optional<String> at(StreamingProvider provider) {
        return Optional.ofNullable(byProvider.get(provider));
    }
}
