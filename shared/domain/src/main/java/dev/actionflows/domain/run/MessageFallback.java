package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the steps of a ladder mean for each other: a message and its fallbacks, or a streaming step
 * and its link messages.
 */
final class MessageFallback {
    /** Until a streaming step that was just woken up has an outcome. */
    private static final Duration SOON = Duration.ofMinutes(1);

    private MessageFallback() {}

    /**
     * A step that was certainly not done is skipped if a fallback is tried in its place: any
     * message, and a streaming step if a link helps the fan.
     */
    static StepOutcome apply(FlowDefinition definition, Run run, int index, StepOutcome outcome) {
        return outcome instanceof StepOutcome.Failed(var reason)
                        && hasFallback(definition, run, index)
                        && (definition.steps().get(index) instanceof Step.Message
                                || LinkNeed.of(reason).isPresent())
                ? new StepOutcome.Skipped(reason)
                : outcome;
    }

    /** Whether a fallback of the step can still be tried. */
    private static boolean hasFallback(FlowDefinition definition, Run run, int index) {
        int next = index + 1;
        while (definition.isFallback(next) && run.step(next).hasEnded()) {
            next++;
        }
        return definition.isFallback(next);
    }

    /**
     * The outcome that the earlier steps of its ladder give to a step.
     *
     * @return empty if the step is to be done
     */
    static Optional<StepOutcome> outcome(
            FlowDefinition definition, Run run, int step, Instant now) {
        Optional<StepOutcome> first = Optional.empty();
        for (int index = step; definition.isFallback(index); index--) {
            RunStep earlier = run.step(index - 1);
            if (!(definition.steps().get(index - 1) instanceof Step.Message)) {
                return ofStreaming(earlier, definition.steps().get(step).onUnmet(), now);
            }
            if (!run.step(index - 1).wasSkipped()) {
                return Optional.of(
                        earlier.hasEnded()
                                ? new StepOutcome.Skipped(
                                        earlier.wasHeldOut()
                                                ? Reason.EARLIER_MESSAGE_HELD_OUT
                                                : Reason.EARLIER_MESSAGE_SENT)
                                : pending(earlier, now));
            }
            first = earlier.outcome();
            if (first.map(StepOutcome::reason)
                    .filter(Reason.LINK_ALREADY_SENT::equals)
                    .isPresent()) {
                return first;
            }
        }
        return first.filter(it -> it.reason() == Reason.CONDITION_NOT_MET);
    }

    /** What a streaming step means for its link messages. */
    private static Optional<StepOutcome> ofStreaming(RunStep step, OnUnmet policy, Instant now) {
        if (step.isOpen()) {
            return Optional.of(pending(step, now));
        }
        StepOutcome outcome = step.outcome().orElseThrow();
        return switch (outcome) {
            case StepOutcome.Completed _ -> skipped(Reason.EARLIER_STEP_COMPLETED);
            case StepOutcome.Waiting(Reason reason, _, _, _) ->
                    LinkNeed.of(reason).isPresent()
                            ? Optional.empty()
                            : policy == OnUnmet.SKIP
                                    ? skipped(Reason.EARLIER_STEP_PENDING)
                                    : Optional.of(pending(step, now));
            case StepOutcome.Skipped(Reason reason) ->
                    LinkNeed.of(reason).isPresent()
                            ? Optional.empty()
                            : skipped(
                                    reason == Reason.CONDITION_NOT_MET
                                            ? reason
                                            : Reason.NO_HELPFUL_LINK);
            case StepOutcome.Failed _, StepOutcome.HeldOut _, StepOutcome.Unknown _ ->
                    skipped(Reason.NO_HELPFUL_LINK);
        };
    }

    private static Optional<StepOutcome> skipped(Reason reason) {
        return Optional.of(new StepOutcome.Skipped(reason));
    }

    /**
     * A link message waits as long as the step before it, so that a step that is only delayed does
     * not cost the fan the link. It never holds the steps after it.
     */
    private static StepOutcome pending(RunStep earlier, Instant now) {
        Instant until = earlier.waiting().map(StepOutcome.Waiting::until).orElse(now.plus(SOON));
        return new StepOutcome.Waiting(Reason.EARLIER_STEP_PENDING, Optional.empty(), until, false);
    }
}
