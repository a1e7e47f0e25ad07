package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnReply;

import java.util.Optional;

/**
 * Whether a flow stops because its fan has replied. Each step asks again whenever it is about to be
 * done, and a message once more when it is authorized.
 */
public final class Replies {
    private Replies() {}

    /** The facts of a step with those that tell whether the fan has replied, if that matters. */
    static RequiredFacts addTo(RequiredFacts own, FlowDefinition definition, RunOutline run) {
        return stops(definition) ? own.withConditions(ConditionFacts.reply(run.since())) : own;
    }

    /** Whether the fan had replied when the facts were read. */
    static boolean stop(Facts facts) {
        return facts.conditions().repliedAfter().isPresent();
    }

    /** Nothing lifts a reply. */
    static Optional<MissingRequirement> missing(StepContext context) {
        return stop(context.facts())
                ? Optional.of(MissingRequirement.permanent(Reason.FAN_REPLIED))
                : Optional.empty();
    }

    /** Whether a message must not be sent, as its authorization shows. */
    public static boolean stop(ConsentStore.Checked checked, StepContext context) {
        return stops(context.definition())
                && checked.repliedAfter(RunOutline.of(context.run()).since());
    }

    private static boolean stops(FlowDefinition definition) {
        return definition.onReply() == OnReply.STOP;
    }
}
