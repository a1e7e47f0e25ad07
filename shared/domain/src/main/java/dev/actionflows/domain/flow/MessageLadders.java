package dev.actionflows.domain.flow;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepType;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A message and its fallbacks: consecutive steps of which at most one message is sent. */
final class MessageLadders {
    private MessageLadders() {}

    /**
     * Checks that each fallback follows a message on another channel that does not send later than
     * the fallback.
     *
     * @param fields the documents of the steps
     */
    static void check(List<Step> steps, List<Fields> fields) {
        Set<StepType> channels = EnumSet.noneOf(StepType.class);
        for (int index = 0; index < steps.size(); index++) {
            Step step = steps.get(index);
            if (!step.isFallback()) {
                channels.clear();
            } else if (index == 0 || !(steps.get(index - 1) instanceof Step.Message)) {
                fields.get(index)
                        .violation(
                                "fallback",
                                "must follow a step that sends a message, such as send_text; move"
                                        + " the step there or remove the property");
            } else {
                if (steps.get(index - 1).onUnmet() == OnUnmet.DEFER) {
                    fields.get(index - 1)
                            .violation(
                                    "onUnmet",
                                    "must be skip or hold, because a fallback follows: a deferred"
                                            + " message could be sent after it");
                }
                if (fields.get(index).has(StepCondition.PROPERTY)) {
                    fields.get(index)
                            .violation(
                                    StepCondition.PROPERTY,
                                    "is not allowed on a fallback: the condition of the message"
                                            + " before it counts for it, too");
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
}
