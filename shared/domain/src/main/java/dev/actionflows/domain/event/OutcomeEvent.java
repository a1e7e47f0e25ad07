package dev.actionflows.domain.event;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;

/**
 * A completed step as an event of its fan, to which flows can listen.
 *
 * @param fan the fan of the run
 * @param scope what it is about, such as a release
 * @param at when the step was completed
 */
public record OutcomeEvent(
        ProjectId project, FanId fan, TriggerType type, String scope, Instant at, Cause cause) {
    /** Equal each time that the step reports this event. */
    public EventId id() {
        return idOf(cause.run(), cause.step(), type, scope);
    }

    /** The id of the event of a step. */
    public static EventId idOf(RunId run, int step, TriggerType type, String scope) {
        return new EventId("step:%s:%d:%s:%s".formatted(run, step, type.wireName(), scope));
    }
}
