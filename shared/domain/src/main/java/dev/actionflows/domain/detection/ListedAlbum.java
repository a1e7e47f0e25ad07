package dev.actionflows.domain.detection;

import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.Upc;

import java.util.Optional;

/**
 * An album, single or EP in the list of an artist's at a service.
 *
 * @param id {@code spotify:album:…} or an Apple Music catalog id
 * @param title as the service shows it
 * @param artistName all its artists, as the service shows them
 * @param date as exactly as the service states it, in {@link ReleaseDate#DEFAULT_ZONE}
 * @param upc empty if the list does not show it
 */
public record ListedAlbum(
        String id,
        String title,
        String artistName,
        AlbumKind kind,
        ReleaseDate date,
        Optional<Upc> upc) {
    ListedAlbum with(Optional<Upc> read) {
        return new ListedAlbum(id, title, artistName, kind, date, read);
    }
}
