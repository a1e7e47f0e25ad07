package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/**
 * Which runs wait for which requirement. An entry is written before the run is recorded as waiting,
 * so that whoever meets the requirement afterwards finds it; an entry too many does no harm.
 */
public interface WaitingRunStore {
    /**
     * @param expiresAt when the entry may be forgotten
     */
    void add(RunKey run, Requirement requirement, String nonce, Instant expiresAt);

    /** Strongly consistent. */
    Page<WaitingRun> find(
            ProjectId project, Requirement requirement, Optional<String> cursor, int limit);

    /** Removes an entry, unless the run has begun to wait anew since it was read. */
    void remove(RunKey run, Requirement requirement, WaitingRun entry);

    /** The same, up to where another page begins. */
    Page<WaitingRun> findBetween(
            ProjectId project, Requirement requirement, String cursor, String next, int limit);

    /**
     * Where the page begins that this one has asked for; empty when it has not asked. Strongly
     * consistent.
     */
    Optional<String> nextOf(ListPage page);

    /**
     * To be called once the next page has been asked for. It is known for longer than a queue keeps
     * a message.
     *
     * @param next where that begins
     */
    void asked(ListPage page, String next, Instant now);

    /**
     * A page on one way through the runs that wait for a requirement.
     *
     * @param pass tells this way through the list from every other
     * @param cursor where the page begins; empty text: the first one
     */
    record ListPage(ProjectId project, Requirement requirement, String pass, String cursor) {}

    /** One run that waits; {@code nonce} tells one wait of it from the next. */
    record WaitingRun(RunKey run, String nonce) {}
}
