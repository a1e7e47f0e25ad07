package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.messaging.MergeTag;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.permit.Assigned;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.FlowContext;
import dev.actionflows.domain.run.ObservedEffects;
import dev.actionflows.domain.run.StepOutcome;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What is true of messages on every channel. */
final class MessageRules {
    private MessageRules() {}

    /**
     * The first static violation of a message.
     *
     * @param templates by their pointers in the step
     * @param versions the templates of each version of the message
     * @param tooLong the violation of a message that is too long with these values of its tags
     */
    static Optional<Violation> violation(
            Map<String, MessageTemplate> templates,
            List<Collection<MessageTemplate>> versions,
            FlowContext flow,
            Function<Map<MergeTag, String>, Optional<Violation>> tooLong) {
        Set<MergeTag> used = EnumSet.noneOf(MergeTag.class);
        for (Map.Entry<String, MessageTemplate> template : templates.entrySet()) {
            Optional<String> unfilled = MergeTags.neverFilled(template.getValue(), flow);
            if (unfilled.isPresent()) {
                return Optional.of(new Violation(template.getKey(), unfilled.get()));
            }
            used.addAll(template.getValue().tags());
        }
        return LinkTags.differing(versions, flow)
                .map(detail -> new Violation("/variants", detail))
                .or(() -> LinkTags.violation(templates.keySet(), used, flow))
                .or(() -> tooLong.apply(MergeTags.longest(flow, used)));
    }

    /** Whether an outcome agrees with what the simulator observed. */
    static boolean agrees(StepOutcome outcome, ObservedEffects observed) {
        return switch (outcome) {
            case StepOutcome.Completed _ -> observed.messageTaken();
            case StepOutcome.Unknown _ -> !observed.deliveryReported();
            case StepOutcome.Skipped _, StepOutcome.HeldOut _, StepOutcome.Waiting _ ->
                    !observed.messageTaken();
            case StepOutcome.Failed(Reason reason) ->
                    observed.messageTaken()
                            == (reason == Reason.NOT_DELIVERED || reason == Reason.BOUNCED);
        };
    }

    /**
     * The attempt at a message that was handed over, with what permitted it, if fans are compared:
     * those who are held out are never refused or put off by a provider, so the comparison includes
     * whoever is, however the step ends.
     */
    static Attempt compared(Attempt attempt, SendPermit permit) {
        if (permit.assigned().equals(Assigned.NONE)) {
            return attempt;
        }
        return switch (attempt) {
            case Attempt.Ended ended when ended.permit().isEmpty() ->
                    ended.permittedBy(permit.unused());
            case Attempt.TryLater later -> later.permittedBy(permit.unused());
            case Attempt.NotBefore later -> later.permittedBy(permit.unused());
            case Attempt.Ended _, Attempt.Blocked _, Attempt.TryAgain _ -> attempt;
        };
    }
}
