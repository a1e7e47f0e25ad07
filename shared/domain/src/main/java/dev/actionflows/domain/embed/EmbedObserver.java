package dev.actionflows.domain.embed;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ProjectId;

/** Is told of codes, for logs and metrics. It never throws, and nothing depends on what it does. */
@FunctionalInterface
public interface EmbedObserver {
    /** What became of a code. */
    enum CodeResult {
        SENT,
        /** The owner of the address wants no messages: nothing was sent, and nobody was told. */
        NOT_SENT_STOPPED,
        /** The provider did not take it. */
        NOT_TAKEN,
        /** Nobody knows whether the provider took it. */
        IN_DOUBT,
        RIGHT,
        WRONG,
        /** Given after its time, or after too many wrong ones. */
        TOO_LATE
    }

    /**
     * @param kind of the address
     */
    void code(ProjectId project, Identity.Kind kind, CodeResult result);
}
