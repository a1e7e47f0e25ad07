package dev.actionflows.domain.messaging.budget;

import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/** Counts what messages use up, and holds the claims of link messages. */
public interface MessageBudgetStore {
    /** The credits that each shard of a pool counts, by shard. Strongly consistent. */
    long[] used(ProjectId project, String pool);

    /**
     * Takes everything or nothing, on condition that the state that permits the message has not
     * changed since it was read: after a STOP has been stored, nothing is taken.
     */
    Outcome take(MessageTake take);

    /**
     * Another step that holds what a link message claims. Strongly consistent.
     *
     * @return empty if there is none, except those that the claim disregards
     */
    Optional<LinkClaim.Holder> linkHolder(ProjectId project, LinkClaim claim);

    /**
     * Gives back what was taken of the limits for a message that was certainly not sent. To be
     * called at most once for each take.
     */
    void giveBack(MessageTake take);

    /** The result of a take. */
    enum Outcome {
        TAKEN,
        /** The fan's consent, addresses or record of messages changed since they were read. */
        CHANGED,
        /** A shard does not have the credits. */
        NO_CREDITS,
        /** Another step holds what the link message claims, see {@link #linkHolder}. */
        LINK_HELD
    }
}
