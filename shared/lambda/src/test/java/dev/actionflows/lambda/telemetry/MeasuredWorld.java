package dev.actionflows.lambda.telemetry;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.intake.FlowStarter;
import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.intake.TextReceiver;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.RecordingExecutionStarter;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.testkit.TestContext;

import java.util.Optional;

/** An in-memory deployment whose use cases report to the real telemetry. */
final class MeasuredWorld {
    static final String DEPLOYMENT = "action-flows";

    final World world = new World();
    final Lines lines = new Lines();
    final Log log = new Log(lines.out(), world.clock).during(new TestContext());
    final Telemetry telemetry = new Telemetry(log, DEPLOYMENT, world.clock);
    final RecordingExecutionStarter executions = new RecordingExecutionStarter(telemetry);
    final Application application = new Application(measured());
    final FlowStarter intake = application.flowStarter();
    final TextReceiver texts = application.texts();
    final RunWaker waker = application.runWaker();
    final ScriptedAction<Step.FollowArtist> follow =
            new ScriptedAction<>(Step.FollowArtist.class, Delivery.REPEATABLE);
    final ScriptedAction<Step.SendText> text =
            new ScriptedAction<>(Step.SendText.class, Delivery.AT_MOST_ONCE);
    final StepRunner<Step.FollowArtist> followRunner = runner(follow);
    final StepRunner<Step.SendText> textRunner = runner(text);
    final StateMachine machine =
            new StateMachine(world.clock)
                    .with(StepType.FOLLOW_ARTIST, followRunner)
                    .with(StepType.SEND_TEXT, textRunner);

    private Ports measured() {
        Ports ports = InMemoryPorts.with(world.ports, ExecutionStarter.class, executions);
        ports = InMemoryPorts.with(ports, RunObserver.class, telemetry);
        return InMemoryPorts.with(ports, IntakeObserver.class, telemetry);
    }

    private <S extends Step> StepRunner<S> runner(ScriptedAction<S> action) {
        return new StepRunner<>(
                action,
                world.ledger,
                world.facts,
                world.waitingRuns,
                telemetry,
                world.ids,
                world.clock,
                Optional.of(world.ports::outcomeEvents));
    }

    /** Activates a flow that follows the artist and then sends this text. */
    Flow followAndText(OnFailure onFailure, String message) {
        return world.activeFlow(
                "presave",
                onFailure,
                new Step.FollowArtist(World.ARTIST, OnUnmet.DEFER),
                new Step.SendText(new MessageTemplate(message), OnUnmet.HOLD));
    }

    EventOutcome receive(String messageId, String body) {
        return texts.receive(
                new InboundText(
                        world.project,
                        Optional.of(messageId),
                        Optional.of(World.FAN_NUMBER.e164()),
                        Optional.of(body),
                        Optional.empty()),
                (_, _) -> true);
    }

    /** The latest run, as it was started. */
    Run started() {
        return executions.started().getLast();
    }

    void wake(Requirement requirement) {
        waker.wake(new WakeUp.RequirementMet(world.project, requirement, Optional.empty()));
    }
}
