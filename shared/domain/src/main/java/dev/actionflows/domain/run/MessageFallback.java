package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.FlowDefinition;

/** What a fallback changes about the outcome of the message before it. */
final class MessageFallback {
    private MessageFallback() {}

    /** A message that was certainly not sent is skipped if it has a fallback. */
    static StepOutcome apply(FlowDefinition definition, int index, StepOutcome outcome) {
        return outcome instanceof StepOutcome.Failed(var reason) && definition.isFallback(index + 1)
                ? new StepOutcome.Skipped(reason)
                : outcome;
    }
}
