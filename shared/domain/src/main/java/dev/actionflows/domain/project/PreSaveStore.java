package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

import java.time.Instant;
import java.util.Optional;

/** Which fans want a release, or all future releases of an artist, saved on release day. */
public interface PreSaveStore {
    /**
     * Registers the fan's wish for release day. Repeating it changes nothing: the first time is
     * kept.
     */
    void registerPreSave(ProjectId project, ReleaseId release, FanId fan, Instant at);

    /**
     * Registers the fan's wish for all releases of the artist that are still to come. Repeating it
     * changes nothing: the first time is kept.
     */
    void registerNextSave(ProjectId project, ArtistId artist, FanId fan, Instant at);

    /**
     * Who wants all releases of the artist that are still to come, by the very ids under which that
     * was registered.
     *
     * @param cursor where the previous page ended
     */
    Page<Member> nextSaves(ProjectId project, ArtistId artist, Optional<String> cursor, int limit);

    /** The same, up to where another page begins. */
    Page<Member> nextSavesBetween(
            ProjectId project, ArtistId artist, String cursor, String next, int limit);
}
