package dev.actionflows.domain.messaging;

import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;

/** Which step may send the one private reply that Instagram allows for each comment. */
@FunctionalInterface
public interface PrivateReplyStore {
    /**
     * Claims the reply to a comment. Of many concurrent callers with different holders, one gets it
     * and keeps it.
     *
     * @param comment Meta's id of the comment
     * @param holder identifies the step; the same holder may claim again
     * @return whether this holder has the claim
     */
    boolean claim(ProjectId project, String comment, String holder, Instant now);
}
