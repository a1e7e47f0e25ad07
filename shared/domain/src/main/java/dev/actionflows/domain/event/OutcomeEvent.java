package dev.actionflows.domain.event;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that came about inside the system, as an event of its fan, to which flows can listen:
 * mostly a completed step.
 *
 * @param id equal each time that it is reported
 * @param scope what it is about, such as a release
 * @param at when it came about
 * @param cause the step that was completed; empty if no step led to it
 */
public record OutcomeEvent(
        EventId id,
        ProjectId project,
        FanId fan,
        TriggerType type,
        String scope,
        Instant at,
        Optional<Cause> cause) {
    /**
     * A completed step.
     *
     * @param fan the fan of the run
     */
    public static OutcomeEvent ofStep(
            ProjectId project, FanId fan, TriggerType type, String scope, Instant at, Cause cause) {
        return new OutcomeEvent(
                idOf(cause, type, scope), project, fan, type, scope, at, Optional.of(cause));
    }

    /** The id of the event of a step. */
    public static EventId idOf(Cause cause, TriggerType type, String scope) {
        return idOf(cause.run(), cause.step(), type, scope);
    }

    /** The id of the event of a step. */
    public static EventId idOf(RunId run, int step, TriggerType type, String scope) {
        return new EventId("step:%s:%d:%s:%s".formatted(run, step, type.wireName(), scope));
    }
}
