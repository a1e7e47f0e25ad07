package dev.actionflows.domain.messaging.budget;

import dev.actionflows.domain.id.ProjectId;

/** Counts what messages use up. */
public interface MessageBudgetStore {
    /** The credits that each shard of a pool counts, by shard. Strongly consistent. */
    long[] used(ProjectId project, String pool);

    /**
     * Takes everything or nothing, on condition that the state that permits the message has not
     * changed since it was read: after a STOP has been stored, nothing is taken.
     */
    Outcome take(MessageTake take);

    /**
     * Gives back what was taken for a message that was certainly not sent. To be called at most
     * once for each take.
     */
    void giveBack(MessageTake take);

    /** The result of a take. */
    enum Outcome {
        TAKEN,
        /** The fan's consent, addresses or record of messages changed since they were read. */
        CHANGED,
        /** A shard does not have the credits. */
        NO_CREDITS
    }
}
