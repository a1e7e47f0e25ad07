package dev.actionflows.domain.fan;

import java.time.Duration;
import java.time.Instant;

/**
 * The project has asked an address to confirm its consent.
 *
 * @param id identifies the request among the consent changes of the address
 * @param at when the project asked: a confirmation counts from this time, so that a STOP since then
 *     remains in effect
 * @param sent whether a provider has accepted the message that asks; false as long as that is not
 *     certain
 */
public record ConfirmationRequest(String id, Instant at, boolean sent) {
    /**
     * The name in the evidence of a request for whether it was sent: true, or absent if that is
     * uncertain.
     */
    public static final String SENT = "sent";

    /** An address is asked at most once in this time, whatever became of the message. */
    public static final Duration INTERVAL = Duration.ofDays(1);

    /** How long an answer counts. */
    public static final Duration ANSWERABLE = Duration.ofDays(7);

    /** Whether an answer that is received at this time answers the request. */
    public boolean isAnswerableAt(Instant time) {
        return !time.isBefore(at) && time.isBefore(at.plus(ANSWERABLE));
    }

    /**
     * Whether the address may be asked once more for the sake of a run.
     *
     * @param begunAt when the run began: it asks only once, unless it is uncertain whether the
     *     question was sent
     */
    public boolean mayBeRepeated(Instant now, Instant begunAt) {
        return !now.isBefore(at.plus(INTERVAL)) && (!sent || at.isBefore(begunAt));
    }

    /** The same request, accepted by a provider. */
    public ConfirmationRequest asSent() {
        return new ConfirmationRequest(id, at, true);
    }
}
