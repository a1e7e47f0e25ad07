package dev.actionflows.domain.detection;

import dev.actionflows.domain.project.Release;
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
    /** With texts that are short enough for a release. */
    ListedAlbum shortened() {
        return new ListedAlbum(id, shortened(title), shortened(artistName), kind, date, upc);
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= Release.MAX_TEXT_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Release.MAX_TEXT_LENGTH));
    }

    ListedAlbum with(Optional<Upc> read) {
        return new ListedAlbum(id, title, artistName, kind, date, read);
    }
}
