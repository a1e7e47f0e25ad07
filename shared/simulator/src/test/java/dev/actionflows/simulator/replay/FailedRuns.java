package dev.actionflows.simulator.replay;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A flow that sends a text, and its runs: those whose text was rejected in an outage, and others
 * among them that a replay must leave alone. The runs were started and executed by the production
 * code.
 */
final class FailedRuns {
    /** One run in so many is followed by one of each other kind. */
    private static final int OTHERS = 20;

    final World world = new World();
    final Provider provider = new Provider();
    final MeteredPorts meter = new MeteredPorts(world.ports, provider);
    final Application application = new Application(InMemoryPorts.decorated(world.ports, meter));
    final StateMachine machine =
            new StateMachine(world.clock)
                    .with(StepType.SEND_TEXT, application.steps().runner(StepType.SEND_TEXT));
    final Flow flow =
            world.activeFlow(
                    "presave",
                    OnFailure.STOP,
                    new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD));

    /** The runs to replay, with the numbers of their fans. */
    final Map<RunKey, PhoneNumber> selected = new LinkedHashMap<>();

    /** The others that started in the same period. */
    final Map<RunKey, PhoneNumber> others = new LinkedHashMap<>();

    /** When the outage began. */
    final Instant outage;

    private int started;

    /**
     * @param count number of runs to replay
     */
    FailedRuns(int count) {
        for (int number = 0; number < count; number += OTHERS) {
            rejected(new SendResult.AuthorizationEnded());
        }
        world.clock.advance(Duration.ofSeconds(1));
        outage = world.clock.instant();
        while (selected.size() < count) {
            rejected(new SendResult.AuthorizationEnded(), selected);
            if (selected.size() % OTHERS == 0) {
                provider.accept();
                run(others);
                rejected(new SendResult.MessageRefused(Reason.FORBIDDEN), others);
            }
        }
        world.clock.advance(Duration.ofSeconds(1));
    }

    private void rejected(SendResult result) {
        rejected(result, new LinkedHashMap<>());
    }

    private void rejected(SendResult result, Map<RunKey, PhoneNumber> runs) {
        provider.reject(result);
        run(runs);
    }

    private void run(Map<RunKey, PhoneNumber> runs) {
        PhoneNumber number = new PhoneNumber("+4477%08d".formatted(started));
        FanId fan = world.fan(number);
        world.clock.advance(Duration.ofMillis(1));
        FanEvent event =
                new FanEvent(
                        new EventId("sms:SM" + started++),
                        TriggerType.SMS_KEYWORD,
                        flow.definition().trigger().scope(),
                        world.clock.instant());
        application
                .flowStarter()
                .take(
                        new EventFan(world.project, fan, Set.of()),
                        event,
                        List.of(TriggerClaim.of(flow)));
        Run run = meter.takeExecution().orElseThrow();
        machine.execute(run);
        runs.put(run.key(), number);
    }
}
