package dev.actionflows.domain.usage;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.step.StepType;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Sample changes of runs. */
final class UsageSamples {
    private UsageSamples() {}

    static RunUsage.StepUse text(Instant endedAt, long credits) {
        return new RunUsage.StepUse(
                StepType.SEND_TEXT,
                Optional.of(endedAt),
                OptionalLong.of(credits),
                Optional.of(Reason.ACCEPTED));
    }

    static RunUsage.StepUse refused(Instant endedAt) {
        return new RunUsage.StepUse(
                StepType.SEND_TEXT,
                Optional.of(endedAt),
                OptionalLong.empty(),
                Optional.of(Reason.CREDITS_USED_UP));
    }

    /** A run in which these steps end at once. */
    static UsageChange change(
            long number, ProjectId project, FlowId flow, RunUsage.StepUse... steps) {
        return new UsageChange(
                SequenceNumber.of(String.valueOf(number)),
                RunUsage.none(project),
                RunUsage.of(project, flow, List.of(steps)),
                Figures.NONE);
    }
}
