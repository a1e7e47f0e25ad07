package dev.actionflows.domain.page;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

import java.util.Optional;

/**
 * Stores pages. A page keeps its slug as long as it exists, since the address has been shared.
 * Atomic: no reader finds a release with two pages, or two pages with one slug.
 */
public interface ReleasePageStore {
    Optional<ReleasePage> find(Slug slug);

    Optional<ReleasePage> of(ProjectId project, ReleaseId release);

    /** The result of {@link #put}. */
    enum Stored {
        DONE,
        /** Another release has a page with this slug; nothing is changed. */
        SLUG_TAKEN,
        /** The release has a page with another slug; nothing is changed. */
        OTHER_SLUG
    }

    /** Stores a new page, or the page in place of the same one. */
    Stored put(ReleasePage page);

    /** Removes the release's page, if it has one; its slug becomes free. */
    void remove(ProjectId project, ReleaseId release);
}
