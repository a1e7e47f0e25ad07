package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;

/** Stores a project's releases, artists and segments. */
public interface CatalogWriter {
    /**
     * Stores a new release. Storing an equal one again changes nothing.
     *
     * @throws IllegalStateException if another one has this id, or it has been changed meanwhile
     */
    void create(ProjectId project, Release release);

    /** The same for an artist. */
    void create(ProjectId project, Artist artist);

    /** The same for a segment. */
    void create(ProjectId project, Segment segment);

    /**
     * Stores a change.
     *
     * @param revision the revision of {@link Release#serviceIds} that the change is based on
     * @return whether it is stored now; false if the stored release has another revision, or there
     *     is none
     */
    boolean replace(ProjectId project, Release changed, long revision);

    /** The same for an artist. */
    boolean replace(ProjectId project, Artist changed, long revision);
}
