package dev.actionflows.domain.testing;

import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;

import java.util.Optional;

/**
 * A deployment whose project texts through AWS, with a fan who has agreed to receive texts and a
 * flow that sends one.
 */
public final class AwsSmsWorld {
    public static final PhoneNumber NUMBER = new PhoneNumber("+18005550199");

    public final World world = new World();
    public final FanId fan = world.fan(World.FAN_NUMBER);
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .with(StepType.SEND_TEXT, world.application.steps().runner(StepType.SEND_TEXT));

    public AwsSmsWorld() {
        world.application
                .management()
                .projects()
                .useSms(
                        world.project,
                        NUMBER,
                        new SmsCredentials.Aws(NUMBER.e164(), Optional.empty(), Optional.empty()));
        world.wakeUps.take();
        world.activeFlow(
                "presave",
                OnFailure.CONTINUE,
                new Step.SendText(new MessageTemplate("Hello"), OnUnmet.HOLD));
    }

    /** Whether the fan has sent STOP. */
    public boolean isStopped() {
        return world.fans.permission(
                        world.project,
                        world.fans.find(world.project, fan).orElseThrow(),
                        Identity.Kind.PHONE)
                instanceof ConsentStore.Permission.Stopped;
    }

    /** Executes the run that was started last, which sends the fan a text. */
    public Run send() {
        Run run = world.executions.started().getLast();
        machine.execute(run);
        return run;
    }

    /** The outcome of a run's first step. */
    public StepOutcome outcome(Run run) {
        return world.run(run.key()).step(0).outcome().orElseThrow();
    }

    /** The key of the run's text in reports. */
    public static String messageKey(Run run) {
        return new StepKey(run.key(), 0).messageKey();
    }
}
