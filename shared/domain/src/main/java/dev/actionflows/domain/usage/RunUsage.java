package dev.actionflows.domain.usage;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepType;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run has used up as it is stored at one moment. Test runs count too: their messages are
 * real.
 *
 * @param messages the number of messages and their credits
 * @param refused the number of steps that were not done because credits were used up
 */
public record RunUsage(ProjectId project, Map<UsageKey, Usage> messages, int refused) {
    public RunUsage {
        messages = Map.copyOf(messages);
    }

    /**
     * What usage depends on in a step.
     *
     * @param endedAt when its final outcome was recorded
     * @param credits the credits of its message, which may be 0; empty if no message was handed to
     *     a provider
     */
    public record StepUse(
            StepType type,
            Optional<Instant> endedAt,
            OptionalLong credits,
            Optional<Reason> reason) {}

    /** Of a run that does not exist yet. */
    public static RunUsage none(ProjectId project) {
        return new RunUsage(project, Map.of(), 0);
    }

    public static RunUsage of(Run run) {
        return of(
                run.key().project(), run.flow(), run.steps().stream().map(RunUsage::use).toList());
    }

    /** A message belongs to the month in which its step ended, however late its permit is known. */
    public static RunUsage of(ProjectId project, FlowId flow, List<StepUse> steps) {
        Map<UsageKey, Usage> messages = new HashMap<>();
        int refused = 0;
        for (StepUse step : steps) {
            if (step.reason().filter(Reason.CREDITS_USED_UP::equals).isPresent()) {
                refused++;
            }
            if (step.credits().isPresent() && step.endedAt().isPresent()) {
                messages.merge(
                        new UsageKey(
                                project,
                                CreditPool.month(step.endedAt().get()),
                                flow,
                                channel(step.type())),
                        new Usage(1, step.credits().getAsLong()),
                        Usage::plus);
            }
        }
        return new RunUsage(project, messages, refused);
    }

    /** What was used up since then: zero for a change that corrects or reports an outcome. */
    public Map<UsageKey, Usage> since(RunUsage before) {
        Map<UsageKey, Usage> added = new HashMap<>(messages);
        before.messages.forEach(
                (key, usage) -> added.merge(key, Usage.NONE.minus(usage), Usage::plus));
        added.values().removeIf(Usage::isNone);
        return added;
    }

    private static StepUse use(RunStep step) {
        return new StepUse(
                step.type(),
                step.endedAt(),
                step.permit().map(SendPermit::credits).orElse(OptionalLong.empty()),
                step.outcome().map(StepOutcome::reason));
    }

    private static Channel channel(StepType type) {
        return switch (type) {
            case SEND_TEXT -> Channel.TEXT;
            case SEND_EMAIL -> Channel.EMAIL;
            case SEND_INSTAGRAM_DM -> Channel.INSTAGRAM_DM;
            case PRE_SAVE, FOLLOW_ARTIST, ADD_TO_LIBRARY, NEXT_SAVE, ADD_TO_SEGMENT, WAIT ->
                    throw new IllegalArgumentException("sends no message: " + type);
        };
    }
}
