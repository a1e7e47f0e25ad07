package dev.actionflows.domain.privacy;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/**
 * The log of erasures. It is kept apart from the data that it is about, so that restoring the data
 * does not restore an earlier state of the log.
 */
public interface ErasureLog {
    /**
     * Stores an erasure, unless one of its fan ids has one.
     *
     * @return the stored erasure: this one, or the earlier one
     */
    Erasure begin(Erasure erasure);

    Optional<Erasure> find(ProjectId project, ErasureId id);

    /** The erasure of the fan who has, or had, this id. */
    Optional<Erasure> findByFan(ProjectId project, FanId fan);

    /**
     * Replaces an erasure unless it has changed since it was read. Each of its fan ids then finds
     * it, unless the id has an earlier one.
     *
     * @return the erasure as stored, with its new revision; empty if it had changed
     */
    Optional<Erasure> replace(Erasure expected, Erasure updated);

    /**
     * Erasures of all projects, in no particular order.
     *
     * @param limit the maximum number of entries to look at; a page may have fewer erasures, even
     *     none
     */
    Page<Erasure> list(Optional<String> cursor, int limit);

    /** Stores how far the log was applied to a restored table. */
    void record(Reapplication progress);

    /** How far the log was applied to a table. */
    Optional<Reapplication> reapplication(String table);

    /**
     * How far the log was applied to a restored table.
     *
     * @param erasures how many erasures were applied, at least
     * @param completedAt when the last one was; empty while in progress
     */
    record Reapplication(String table, long erasures, Optional<Instant> completedAt) {}
}
