package dev.actionflows.domain.flow;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepType;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A message and its fallbacks, or a streaming step and its link messages: consecutive steps of
 * which at most one message is sent.
 */
final class MessageLadders {
    private MessageLadders() {}

    /**
     * Checks that each fallback follows a streaming step that does not hold it, or a message on
     * another channel that does not send later than the fallback.
     *
     * @param fields the documents of the steps
     */
    static void check(List<Step> steps, List<Fields> fields) {
        Set<StepType> channels = EnumSet.noneOf(StepType.class);
        for (int index = 0; index < steps.size(); index++) {
            Step step = steps.get(index);
            if (!step.isFallback()) {
                channels.clear();
            } else if (index == 0 || !mayHaveFallback(steps.get(index - 1))) {
                fields.get(index)
                        .violation(
                                "fallback",
                                "must follow a step that sends a message, such as send_text, or"
                                        + " that acts at a streaming service, such as pre_save;"
                                        + " move the step there or remove the property");
            } else {
                checkPolicy(steps.get(index - 1), fields.get(index - 1));
                if (fields.get(index).has(StepCondition.PROPERTY)) {
                    fields.get(index)
                            .violation(
                                    StepCondition.PROPERTY,
                                    "is not allowed on a fallback: the condition of the first step"
                                            + " of its ladder counts for it, too");
                }
                if (channels.contains(step.type())) {
                    fields.get(index)
                            .violation(
                                    "type",
                                    "must be another channel than those that the steps before it"
                                            + " have tried");
                }
            }
            channels.add(step.type());
        }
    }

    private static boolean mayHaveFallback(Step step) {
        return step instanceof Step.Message || step.streamingOperation().isPresent();
    }

    private static void checkPolicy(Step before, Fields fields) {
        boolean isMessage = before instanceof Step.Message;
        if (isMessage && before.onUnmet() == OnUnmet.DEFER) {
            fields.violation(
                    "onUnmet",
                    "must be skip or hold, because a fallback follows: a deferred message could be"
                            + " sent after it");
        }
        if (!isMessage && before.onUnmet() == OnUnmet.HOLD) {
            fields.violation(
                    "onUnmet",
                    "must be defer or skip, because a link message follows: a step that holds would"
                            + " keep it from being sent. Choose defer, so that the step acts once"
                            + " the fan has connected");
        }
    }
}
