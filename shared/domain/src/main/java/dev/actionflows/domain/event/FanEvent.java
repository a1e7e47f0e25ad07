package dev.actionflows.domain.event;

import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;

/** Something that a fan did, verified. */
public record FanEvent(EventId id, TriggerType type, String scope, Instant receivedAt) {
    /** The same, received at this time if it was received earlier. */
    public FanEvent notBefore(Instant earliest) {
        return receivedAt.isBefore(earliest) ? new FanEvent(id, type, scope, earliest) : this;
    }
}
