package dev.actionflows.domain.streaming;

import java.time.Duration;

/**
 * One streaming provider: what steps do there on a fan's behalf. Every operation is safe to repeat.
 */
public interface StreamingService {
    StreamingProvider provider();

    /**
     * @param albumId the provider's own id of a released album: {@code spotify:album:…} or an Apple
     *     Music catalogue id
     * @param timeout for all requests of this call together
     */
    StreamingAnswer saveAlbum(StreamingAccess access, String albumId, Duration timeout);

    /**
     * @param artistId the provider's own id: {@code spotify:artist:…} or an Apple Music catalogue
     *     id
     * @param timeout for all requests of this call together
     */
    StreamingAnswer followArtist(StreamingAccess access, String artistId, Duration timeout);
}
