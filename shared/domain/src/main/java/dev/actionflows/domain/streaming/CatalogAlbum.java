package dev.actionflows.domain.streaming;

import java.util.List;
import java.util.Optional;

/**
 * An album in a service's catalog.
 *
 * @param id {@code spotify:album:…} or an Apple Music catalog id
 * @param artistName all its artists, as the service shows them
 * @param upc empty if the service does not show it
 */
public record CatalogAlbum(
        String id,
        String title,
        String artistName,
        List<CatalogArtist> artists,
        Optional<Upc> upc) {
    public CatalogAlbum {
        artists = List.copyOf(artists);
    }

    /**
     * An artist of an album.
     *
     * @param id {@code spotify:artist:…} or an Apple Music catalog id
     */
    public record CatalogArtist(String id, String name) {}
}
