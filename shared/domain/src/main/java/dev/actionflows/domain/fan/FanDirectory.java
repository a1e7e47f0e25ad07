package dev.actionflows.domain.fan;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/**
 * Lists the fans of a project by what is stored with each record. Eventually consistent: a change
 * of the last moments may be missing, so the records decide.
 */
public interface FanDirectory {
    /**
     * The fans whose first name begins like this, sorted by name and then by id. Records that were
     * merged into others are left out.
     *
     * @param cursor the end of the previous page
     * @param limit the maximum number of fans
     */
    Page<FanId> named(ProjectId project, NameKey beginning, Optional<String> cursor, int limit);

    /**
     * All fans, the latest first. Records that were merged into others are left out.
     *
     * @param cursor the end of the previous page
     * @param limit the maximum number of fans
     */
    Page<FanId> latest(ProjectId project, Optional<String> cursor, int limit);
}
