package dev.actionflows.domain.detection;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/**
 * An artist whose future releases a fan wants.
 *
 * @param since when the first fan was registered
 * @param checkedAt when new releases were last looked for
 * @param readAt when all lists at the services were last read
 */
public record WatchedArtist(
        ProjectId project,
        ArtistId artist,
        Instant since,
        Optional<Instant> checkedAt,
        Optional<Instant> readAt) {}
