package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

import java.time.Instant;
import java.util.Optional;

/** Fans who want a release, or all future releases of an artist, saved on release day. */
public interface PreSaveStore {
    /** Registers a pre-save. Idempotent: the first time is kept. */
    void registerPreSave(ProjectId project, ReleaseId release, FanId fan, Instant at);

    /**
     * Registers a fan for all future releases of the artist. Idempotent: the first time is kept.
     */
    void registerNextSave(ProjectId project, ArtistId artist, FanId fan, Instant at);

    /**
     * The fans who are registered for all future releases of the artist, under the exact ids of the
     * registration.
     *
     * @param cursor the end of the previous page
     */
    Page<Member> nextSaves(ProjectId project, ArtistId artist, Optional<String> cursor, int limit);

    /** The fans from a cursor to the beginning of another page. */
    Page<Member> nextSavesBetween(
            ProjectId project, ArtistId artist, String cursor, String next, int limit);
}
