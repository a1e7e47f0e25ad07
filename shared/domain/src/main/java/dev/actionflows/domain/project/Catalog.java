package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;

import java.util.List;
import java.util.Optional;

/** Reads a project's releases, artists and segments. */
public interface Catalog {
    Optional<Release> findRelease(ProjectId project, ReleaseId id);

    /**
     * The project's releases, by id.
     *
     * @param cursor the end of the previous page
     */
    Page<Release> releases(ProjectId project, Optional<String> cursor, int limit);

    Optional<Artist> findArtist(ProjectId project, ArtistId id);

    /**
     * All artists of the project, as they were at most {@link
     * dev.actionflows.domain.run.FactReader#PROJECT_KEPT_FOR} ago.
     */
    List<Artist> artists(ProjectId project);

    /**
     * The project's artists, by id, as they are stored.
     *
     * @param cursor the end of the previous page
     */
    Page<Artist> artists(ProjectId project, Optional<String> cursor, int limit);

    Optional<Segment> findSegment(ProjectId project, SegmentId id);

    /**
     * The project's segments, by id.
     *
     * @param cursor the end of the previous page
     */
    Page<Segment> segments(ProjectId project, Optional<String> cursor, int limit);
}
