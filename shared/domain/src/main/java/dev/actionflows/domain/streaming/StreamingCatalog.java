package dev.actionflows.domain.streaming;

import java.time.Duration;

/** Lookups in a service's public catalog with the project's app; no fan is involved. */
public interface StreamingCatalog {
    /** The maximum number of an artist's albums that a lookup reads. */
    int MAX_ALBUMS_OF_ARTIST = 3;

    /** The maximum number of albums with one recording that a lookup reads. */
    int MAX_ALBUMS_WITH_RECORDING = 5;

    StreamingProvider provider();

    /**
     * The albums with this code: normally one or none.
     *
     * @param timeout for all requests of this call together
     */
    CatalogAnswer albumsWith(StreamingApp app, Upc upc, Duration timeout);

    /**
     * The albums that contain the recording with this code: all of them, or {@link
     * #MAX_ALBUMS_WITH_RECORDING} if there are more. An answer of one album therefore means that
     * there is no other one.
     *
     * @param timeout for all requests of this call together
     */
    CatalogAnswer albumsWithRecording(StreamingApp app, Isrc isrc, Duration timeout);

    /**
     * The album with this id, or none.
     *
     * @param albumId {@code spotify:album:…} or an Apple Music catalog id
     * @param timeout for all requests of this call together
     */
    CatalogAnswer album(StreamingApp app, String albumId, Duration timeout);

    /**
     * Some albums of the artist, at most {@link #MAX_ALBUMS_OF_ARTIST}; none if there is no such
     * artist.
     *
     * @param artistId {@code spotify:artist:…} or an Apple Music catalog id
     * @param timeout for all requests of this call together
     */
    CatalogAnswer albumsOf(StreamingApp app, String artistId, Duration timeout);
}
