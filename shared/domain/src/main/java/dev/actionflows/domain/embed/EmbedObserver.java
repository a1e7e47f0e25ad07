package dev.actionflows.domain.embed;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ProjectId;

/** Observes codes, for logs and metrics. Never throws, and nothing depends on it. */
@FunctionalInterface
public interface EmbedObserver {
    /** The result of a code. */
    enum CodeResult {
        SENT,
        /**
         * The owner of the address has opted out: nothing was sent, and the caller was not
         * informed.
         */
        NOT_SENT_STOPPED,
        /** The provider rejected it. */
        NOT_TAKEN,
        /** It is unknown whether the provider accepted it. */
        IN_DOUBT,
        RIGHT,
        WRONG,
        /** Entered after it expired, or after too many wrong codes. */
        TOO_LATE
    }

    /**
     * @param kind the kind of the address
     */
    void code(ProjectId project, Identity.Kind kind, CodeResult result);
}
