package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Optional;

/**
 * An event that a completed step causes for its fan.
 *
 * @param scope what it is about, such as a release
 * @param onlyFor the reason with which the step has to be completed; empty: any
 */
public record CausedEvent(TriggerType type, String scope, Optional<Reason> onlyFor) {
    /** One that the step causes whenever it is completed. */
    public static CausedEvent of(TriggerType type, String scope) {
        return new CausedEvent(type, scope, Optional.empty());
    }

    /** The release is in the fan's library, be it that the step was to pre-save it. */
    public static CausedEvent saved(String release) {
        return new CausedEvent(TriggerType.RELEASE_SAVED, release, Optional.of(Reason.SAVED));
    }

    /** Whether a step with this outcome causes it. */
    public boolean isCausedBy(StepOutcome.Completed outcome) {
        return onlyFor.map(outcome.reason()::equals).orElse(true);
    }

    /** Whether a flow that listens to this hears it. */
    public boolean isHeardBy(ActiveFlows.Listening listening) {
        return listening.hears(type, scope);
    }
}
