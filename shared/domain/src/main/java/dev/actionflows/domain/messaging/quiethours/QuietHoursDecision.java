package dev.actionflows.domain.messaging.quiethours;

import java.time.Instant;

/** Whether a message may be sent now. */
public sealed interface QuietHoursDecision {
    /** What the decision is based on. */
    QuietHoursEvidence evidence();

    /**
     * The message may be sent.
     *
     * @param until the first instant at which it may no longer be sent; at most {@link
     *     QuietHours#HORIZON} later
     */
    record Open(Instant until, QuietHoursEvidence evidence) implements QuietHoursDecision {}

    /**
     * The message must wait.
     *
     * @param until the first instant at which it may be sent; always in the future
     */
    record Closed(Instant until, QuietHoursEvidence evidence) implements QuietHoursDecision {}

    /**
     * No instant within {@link QuietHours#HORIZON} is certain to be allowed: either nothing
     * indicates the recipient's time zone, or it is never an allowed time in all possible zones at
     * once. A declared zone resolves both.
     */
    record NeverOpen(QuietHoursEvidence evidence) implements QuietHoursDecision {}
}
