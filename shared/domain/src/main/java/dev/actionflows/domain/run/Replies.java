package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnReply;

/**
 * Whether a flow stops because its fan has written. Each step asks again whenever it is about to be
 * done: nothing is sent after a reply that was stored before.
 */
final class Replies {
    private Replies() {}

    /** The facts of a step with those that tell whether the fan has replied, if that matters. */
    static RequiredFacts addTo(RequiredFacts own, FlowDefinition definition, Run run) {
        // the event that started the run is no reply to it
        return definition.onReply() == OnReply.STOP
                ? own.withConditions(ConditionFacts.reply(run.event().receivedAt()))
                : own;
    }

    /** Whether the fan has replied. */
    static boolean stop(StepContext context) {
        return context.facts().conditions().repliedSince().isPresent();
    }
}
