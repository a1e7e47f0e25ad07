package dev.actionflows.domain.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepConditions;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A dry run moves its clock past waits, and judges conditions as a run does. */
class DryRunWaitTest {
    private static final SampleFan CONNECTED =
            new SampleFan.MadeUp(true, true, true, false, Set.of(StreamingProvider.SPOTIFY));

    private final World world = new World();
    private final DryRunService dryRuns = new DryRunService(world.ports);
    private final Step.SendText text =
            new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD);

    private DryRun play(Map<Integer, StepCondition> conditions, Step... steps) {
        Flow flow =
                world.activeFlow(
                        world.definition("PRESAVE", OnFailure.CONTINUE, steps)
                                .withConditions(new StepConditions(conditions)));
        return dryRuns.play(
                world.projects.find(world.project).orElseThrow(),
                flow,
                CONNECTED,
                Optional.empty(),
                world.clock.instant());
    }

    private static WaitStep waiting(String length) {
        return new WaitStep(new WaitTime.For(TimeSpan.of(length)));
    }

    private static List<String> outcomes(DryRun dryRun) {
        return dryRun.steps().stream()
                .map(it -> it.step().outcome().orElseThrow())
                .map(it -> it.wireName() + " " + it.reason().wireName())
                .toList();
    }

    @Test
    void the_steps_after_a_wait_are_shown_as_of_its_end() {
        DryRun dryRun = play(Map.of(), waiting("P3DT6H"), text, waiting("PT2H"), text);

        assertThat(outcomes(dryRun))
                .containsExactly(
                        "COMPLETED waited",
                        "COMPLETED accepted",
                        "COMPLETED waited",
                        "COMPLETED accepted");
        assertThat(dryRun.steps().getLast().step().endedAt())
                .contains(world.clock.instant().plus(Duration.ofHours(80)));
        assertThat(world.ports.texts.handedOver()).isEmpty();
        assertThat(world.wakeUps.due()).isEmpty();
    }

    @Test
    void membership_that_the_dry_run_would_create_counts_for_conditions() {
        StepCondition member = new StepCondition.InSegment(world.segment.id());

        assertThat(
                        outcomes(
                                play(
                                        Map.of(0, member, 2, member),
                                        text,
                                        new AddToSegmentStep(world.segment.id()),
                                        text)))
                .containsExactly(
                        "SKIPPED condition_not_met", "COMPLETED added", "COMPLETED accepted");
        assertThat(world.catalog.members(world.project, world.segment.id(), Optional.empty(), 10))
                .satisfies(page -> assertThat(page.items()).isEmpty());
    }
}
