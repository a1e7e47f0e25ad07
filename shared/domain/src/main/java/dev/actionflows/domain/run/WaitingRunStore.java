package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/**
 * Index of the runs that wait for a requirement. An entry is written before the run is recorded as
 * WAITING, so that code that meets the requirement afterwards finds it; a superfluous entry is
 * harmless.
 */
public interface WaitingRunStore {
    /**
     * @param expiresAt when the entry may be deleted
     */
    void add(RunKey run, Requirement requirement, String nonce, Instant expiresAt);

    /** Strongly consistent. */
    Page<WaitingRun> find(
            ProjectId project, Requirement requirement, Optional<String> cursor, int limit);

    /** Removes an entry, unless the run has begun a new wait since it was read. */
    void remove(RunKey run, Requirement requirement, WaitingRun entry);

    /** The entries from a cursor to the beginning of another page. Strongly consistent. */
    Page<WaitingRun> findBetween(
            ProjectId project, Requirement requirement, String cursor, String next, int limit);

    /**
     * The beginning of the next page that this page has requested; empty if it has requested none.
     * Strongly consistent.
     */
    Optional<String> continuationOf(ListPage page);

    /**
     * Records that the next page was requested. Kept for longer than a queue keeps a message.
     *
     * @param next the beginning of the next page
     */
    void addContinuation(ListPage page, String next, Instant now);

    /**
     * A page of one pass through the runs that wait for a requirement.
     *
     * @param pass identifies the pass
     * @param cursor the beginning of the page; empty text for the first page
     */
    record ListPage(ProjectId project, Requirement requirement, String pass, String cursor) {}

    /** A run that waits; {@code nonce} identifies the wait. */
    record WaitingRun(RunKey run, String nonce) {}
}
