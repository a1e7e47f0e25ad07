package dev.actionflows.domain.detection;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.time.LocalDate;
import java.util.Optional;

/**
 * An album that has been seen in an artist's list and judged.
 *
 * @param work what its title has in common with other editions, see {@link AlbumTitle}
 * @param date the first day of the period in which it came out
 * @param release that it is an edition of; empty if it came out before anyone had to know
 */
public record KnownAlbum(
        StreamingProvider provider,
        String work,
        AlbumKind kind,
        LocalDate date,
        Optional<Upc> upc,
        Optional<ReleaseId> release) {
    KnownAlbum with(Optional<Upc> read) {
        return new KnownAlbum(provider, work, kind, date, read, release);
    }
}
