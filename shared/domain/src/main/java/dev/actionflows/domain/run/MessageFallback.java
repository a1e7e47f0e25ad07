package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.FlowDefinition;

import java.util.Optional;

/** What a fallback changes about the outcome of the message before it. */
final class MessageFallback {
    private MessageFallback() {}

    /** A message that was certainly not sent is skipped if it has a fallback. */
    static StepOutcome apply(FlowDefinition definition, int index, StepOutcome outcome) {
        return outcome instanceof StepOutcome.Failed(var reason) && definition.isFallback(index + 1)
                ? new StepOutcome.Skipped(reason)
                : outcome;
    }

    /**
     * Why a step is skipped because of the messages whose fallback it is: one of them was sent, or
     * may have been, or the condition of the first one was not met.
     */
    static Optional<Reason> skips(FlowDefinition definition, Run run, int step) {
        Optional<StepOutcome> first = Optional.empty();
        for (int index = step; definition.isFallback(index); index--) {
            if (!run.step(index - 1).wasSkipped()) {
                return Optional.of(Reason.EARLIER_MESSAGE_SENT);
            }
            first = run.step(index - 1).outcome();
        }
        return first.map(StepOutcome::reason).filter(Reason.CONDITION_NOT_MET::equals);
    }
}
