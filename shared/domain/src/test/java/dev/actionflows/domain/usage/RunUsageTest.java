package dev.actionflows.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

class RunUsageTest {
    private final ProjectId project = Samples.projectId();
    private final FlowId flow = Samples.flowId();

    private RunUsage of(RunUsage.StepUse... steps) {
        return RunUsage.of(project, flow, List.of(steps));
    }

    private UsageKey key(YearMonth month, Channel channel) {
        return new UsageKey(project, month, flow, channel);
    }

    @Test
    void a_message_belongs_to_the_month_in_which_its_step_ended_in_utc() {
        assertThat(
                        of(
                                        UsageSamples.text(
                                                Instant.parse("2026-11-30T23:59:59.999Z"), 2),
                                        UsageSamples.text(Instant.parse("2026-12-01T00:00:00Z"), 3))
                                .messages())
                .isEqualTo(
                        Map.of(
                                key(YearMonth.of(2026, 11), Channel.TEXT),
                                new Usage(1, 2),
                                key(YearMonth.of(2026, 12), Channel.TEXT),
                                new Usage(1, 3)));
    }

    @Test
    void each_kind_of_message_has_its_channel() {
        RunUsage usage =
                of(
                        use(StepType.SEND_EMAIL),
                        use(StepType.SEND_EMAIL),
                        use(StepType.SEND_INSTAGRAM_DM));

        YearMonth month = YearMonth.of(2026, 11);
        assertThat(usage.messages())
                .isEqualTo(
                        Map.of(
                                key(month, Channel.EMAIL), new Usage(2, 0),
                                key(month, Channel.INSTAGRAM_DM), new Usage(1, 0)));
    }

    private static RunUsage.StepUse use(StepType type) {
        return new RunUsage.StepUse(
                type, Optional.of(Samples.NOW), OptionalLong.of(0), Optional.of(Reason.ACCEPTED));
    }

    @Test
    void a_step_without_a_message_or_without_an_end_counts_nothing() {
        assertThat(
                        of(
                                        new RunUsage.StepUse(
                                                StepType.PRE_SAVE,
                                                Optional.of(Samples.NOW),
                                                OptionalLong.empty(),
                                                Optional.of(Reason.REGISTERED)),
                                        new RunUsage.StepUse(
                                                StepType.SEND_TEXT,
                                                Optional.empty(),
                                                OptionalLong.of(5),
                                                Optional.empty()))
                                .messages())
                .isEmpty();
    }

    @Test
    void a_correction_adds_nothing_and_a_late_permit_counts_once() {
        RunUsage withoutPermit =
                of(
                        new RunUsage.StepUse(
                                StepType.SEND_TEXT,
                                Optional.of(Samples.NOW),
                                OptionalLong.empty(),
                                Optional.of(Reason.INTERRUPTED)));
        RunUsage permitted = of(UsageSamples.text(Samples.NOW, 4));

        assertThat(permitted.since(withoutPermit))
                .isEqualTo(Map.of(key(YearMonth.of(2026, 11), Channel.TEXT), new Usage(1, 4)));
        assertThat(permitted.since(permitted)).isEmpty();
    }
}
