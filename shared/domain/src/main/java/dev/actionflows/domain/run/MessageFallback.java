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

    /** Whether a step is the fallback of a message that was sent, or may have been. */
    static boolean isAnswered(FlowDefinition definition, Run run, int step) {
        for (int index = step; definition.isFallback(index); index--) {
            if (!run.step(index - 1).wasSkipped()) {
                return true;
            }
        }
        return false;
    }
}
