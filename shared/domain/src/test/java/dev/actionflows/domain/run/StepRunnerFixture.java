package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs with two kinds of steps: a repeatable one and a message. */
abstract class StepRunnerFixture {
    static final Duration TIME_LEFT = Duration.ofSeconds(20);

    final World world = new World();
    final FanId fan = world.fan(World.FAN_NUMBER);
    final ScriptedAction<Step.FollowArtist> follow =
            new ScriptedAction<>(Step.FollowArtist.class, Delivery.REPEATABLE);
    final ScriptedAction<Step.SendText> text =
            new ScriptedAction<>(Step.SendText.class, Delivery.AT_MOST_ONCE);
    final StateMachine machine =
            new StateMachine(world.clock)
                    .counting(world.executions::isCounted)
                    .with(StepType.FOLLOW_ARTIST, world.runner(follow))
                    .with(StepType.SEND_TEXT, world.runner(text));

    static Step.FollowArtist follow(OnUnmet onUnmet) {
        return new Step.FollowArtist(World.ARTIST, onUnmet);
    }

    static Step.SendText text() {
        return new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD);
    }

    Run start(OnFailure onFailure, Step... steps) {
        return world.startRun(world.activeFlow("presave", onFailure, steps), fan, "SM1");
    }

    Run start(Step... steps) {
        return start(OnFailure.CONTINUE, steps);
    }

    List<String> outcomes(Run run) {
        return world.run(run.key()).steps().stream()
                .map(
                        step ->
                                step.outcome()
                                        .map(it -> it.wireName() + " " + it.reason().wireName())
                                        .orElse("open"))
                .toList();
    }

    static StepTicket ticket(Run run, int index, String token, int retryCount) {
        return new StepTicket(
                run.key(),
                run.epoch(),
                index,
                token,
                Instant.parse("2026-11-02T12:00:00Z"),
                Instant.parse("2026-11-02T12:00:00Z"),
                retryCount,
                index == 0,
                true,
                Optional.of(RunOutline.of(run)));
    }

    void wake(Requirement requirement) {
        world.waker.wake(new WakeUp.RequirementMet(world.project, requirement, Optional.empty()));
    }
}
