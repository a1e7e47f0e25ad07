package dev.actionflows.domain.streaming;

import java.time.Duration;

/** A streaming provider's operations on a fan's behalf. All are safe to repeat. */
public interface StreamingService {
    StreamingProvider provider();

    /**
     * Requests a new access token.
     *
     * @param userToken the fan's refresh token
     * @param timeout for the request
     * @throws UnsupportedOperationException if the service has no access tokens, see {@link
     *     StreamingProvider#hasAccessTokens}
     */
    RefreshAnswer refresh(StreamingApp app, String userToken, Duration timeout);

    /**
     * @param albumId the provider's id of a released album: {@code spotify:album:…} or an Apple
     *     Music catalog id
     * @param timeout for all requests of this call together
     */
    StreamingAnswer saveAlbum(StreamingAccess access, String albumId, Duration timeout);

    /**
     * @param trackId the provider's id: {@code spotify:track:…} or an Apple Music catalog id
     * @param timeout for all requests of this call together
     */
    StreamingAnswer saveTrack(StreamingAccess access, String trackId, Duration timeout);

    /**
     * Adds a playlist of someone else to the fan's library.
     *
     * @param playlistId the provider's id: {@code spotify:playlist:…} or an Apple Music catalog id
     *     such as {@code pl.u-…}
     * @param timeout for all requests of this call together
     */
    StreamingAnswer followPlaylist(StreamingAccess access, String playlistId, Duration timeout);

    /**
     * @param artistId the provider's id: {@code spotify:artist:…} or an Apple Music catalog id
     * @param timeout for all requests of this call together
     */
    StreamingAnswer followArtist(StreamingAccess access, String artistId, Duration timeout);
}
