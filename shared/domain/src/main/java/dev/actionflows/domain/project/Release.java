package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.streaming.ProviderIds;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * An album, EP or single of the project.
 *
 * @param title at most {@link #MAX_TEXT_LENGTH} code points, as the artist's name
 * @param releaseDate the release day, in UTC
 * @param providerIds its ids at the streaming services; may be empty before release day
 */
public record Release(
        ReleaseId id,
        String title,
        String artistName,
        LocalDate releaseDate,
        ProviderIds providerIds,
        Instant createdAt) {
    /** The maximum length of its title and of a name of an artist, in Unicode code points. */
    public static final int MAX_TEXT_LENGTH = 200;

    /** The beginning of release day. */
    public Instant outAt() {
        return releaseDate.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public boolean isOut(Instant now) {
        return !releaseDate.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC));
    }
}
