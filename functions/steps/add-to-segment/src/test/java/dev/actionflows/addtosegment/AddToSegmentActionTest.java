package dev.actionflows.addtosegment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class AddToSegmentActionTest {
    private final World world = new World();
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .with(
                            StepType.ADD_TO_SEGMENT,
                            world.application.steps().runner(StepType.ADD_TO_SEGMENT));
    private final FanId fan = world.fan(World.FAN_NUMBER);

    @Test
    void the_fan_is_a_member_from_the_first_run_on() {
        Flow flow =
                world.activeFlow(
                        "presave", OnFailure.CONTINUE, new AddToSegmentStep(world.segment.id()));
        Instant first = world.clock.instant();

        Run run = world.startRun(flow, fan, "SM1");
        machine.execute(run);
        world.clock.advance(Duration.ofDays(1));
        machine.execute(world.startRun(flow, fan, "SM2"));

        assertThat(world.run(run.key()).step(0).outcome())
                .contains(new StepOutcome.Completed(Reason.ADDED));
        assertThat(
                        world.catalog
                                .members(world.project, world.segment.id(), Optional.empty(), 10)
                                .items())
                .containsExactly(new Member(fan, first));
    }
}
