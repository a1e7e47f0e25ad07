package dev.actionflows.domain.detection;

import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.util.Optional;

/** Lists an artist's albums in a service's public catalog with the project's app. */
public interface StreamingDiscography {
    StreamingProvider provider();

    /**
     * One page of the albums, singles and EPs of an artist, without those on which the artist only
     * appears.
     *
     * @param artistId {@code spotify:artist:…} or an Apple Music catalog id
     * @param cursor of a former answer for this artist; empty for the first page
     * @param timeout for all requests of this call together
     */
    DiscographyAnswer page(
            StreamingApp app, String artistId, Optional<String> cursor, Duration timeout);
}
