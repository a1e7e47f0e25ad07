package dev.actionflows.domain.event;

import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that a fan did, or that a flow did for the fan, verified.
 *
 * @param cause the step of a run that led to it; empty for an event from outside
 */
public record FanEvent(
        EventId id, TriggerType type, String scope, Instant receivedAt, Optional<Cause> cause) {
    /** An event from outside. */
    public FanEvent(EventId id, TriggerType type, String scope, Instant receivedAt) {
        this(id, type, scope, receivedAt, Optional.empty());
    }

    /** The same, received at this time if it was received earlier. */
    public FanEvent notBefore(Instant earliest) {
        return receivedAt.isBefore(earliest)
                ? new FanEvent(id, type, scope, earliest, cause)
                : this;
    }
}
