package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/**
 * Which runs wait for which requirement. An entry is written before the run is recorded as waiting,
 * so that whoever meets the requirement afterwards finds it; an entry too many does no harm.
 */
public interface WaitingRuns {
    /**
     * @param expiresAt when the entry may be forgotten
     */
    void add(RunKey run, Requirement requirement, String nonce, Instant expiresAt);

    /** Strongly consistent. */
    Page<Entry> find(
            ProjectId project, Requirement requirement, Optional<String> cursor, int limit);

    /** Removes an entry, unless the run has begun to wait anew since it was read. */
    void remove(RunKey run, Requirement requirement, Entry entry);

    /** One run that waits; {@code nonce} tells one wait of it from the next. */
    record Entry(RunKey run, String nonce) {}
}
