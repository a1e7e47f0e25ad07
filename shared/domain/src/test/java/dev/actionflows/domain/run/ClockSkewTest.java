package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.VirtualClock;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/** Clock skew: at worst a text is UNKNOWN or late, never sent twice. */
class ClockSkewTest {
    private static final Duration SKEW = Duration.ofMinutes(10);
    private static final Duration TIME_LEFT = Duration.ofSeconds(15);

    private final World world = new World();
    private final ScriptedAction<Step.SendText> texts =
            new ScriptedAction<>(Step.SendText.class, Delivery.AT_MOST_ONCE);
    private final Run run =
            world.startRun(
                    world.activeFlow(
                            "presave",
                            OnFailure.CONTINUE,
                            new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD)),
                    world.fan(World.FAN_NUMBER),
                    "SM1");

    /** A function on a machine with this clock. */
    private StepRunner<Step.SendText> runner(VirtualClock clock) {
        return new StepRunner<>(
                texts,
                world.ledger,
                world.facts,
                world.waitingRuns,
                world.observer,
                world.ids,
                clock,
                Optional.of(world.ports::outcomeEvents));
    }

    private VirtualClock clockThatIsOffBy(Duration skew) {
        return new VirtualClock(world.clock.instant().plus(skew));
    }

    private StepTicket ticket(String execution) {
        return new StepTicket(
                run.key(),
                1,
                0,
                execution,
                world.clock.instant(),
                world.clock.instant(),
                0,
                true,
                true,
                Optional.of(RunOutline.of(run)));
    }

    @Test
    void a_fast_clock_treats_a_text_in_progress_as_lost_and_does_not_send_it_again() {
        StepRunner<Step.SendText> ahead = runner(clockThatIsOffBy(SKEW));
        texts.then(
                () -> {
                    assertThat(ahead.run(ticket("other"), TIME_LEFT))
                            .isEqualTo(new StepAnswer.Done());
                    return Attempt.completed(Reason.ACCEPTED);
                });

        assertThat(runner(world.clock).run(ticket("one"), TIME_LEFT))
                .as("its result is unknown until the provider reports it")
                .isEqualTo(new StepAnswer.Stale());

        assertThat(texts.acted()).isEqualTo(1);
        assertThat(world.run(run.key()).step(0).outcome().orElseThrow().reason())
                .isEqualTo(Reason.INTERRUPTED);
    }

    @Test
    void a_slow_clock_waits_longer() {
        StepRunner<Step.SendText> behind = runner(clockThatIsOffBy(SKEW.negated()));
        texts.then(
                () -> {
                    assertThat(behind.run(ticket("other"), TIME_LEFT))
                            .isEqualTo(new StepAnswer.Stale());
                    return Attempt.completed(Reason.ACCEPTED);
                });

        assertThat(runner(world.clock).run(ticket("one"), TIME_LEFT))
                .isEqualTo(new StepAnswer.Done());

        assertThat(texts.acted()).isEqualTo(1);
        assertThat(world.run(run.key()).step(0).outcome().orElseThrow().reason())
                .isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void a_resumer_with_a_fast_clock_supersedes_an_execution_that_then_sends_nothing() {
        RunResumer ahead =
                new RunResumer(
                        world.ledger,
                        world.facts,
                        world.waitingRuns,
                        world.executions,
                        world.observer,
                        world.ids,
                        clockThatIsOffBy(SKEW));
        assertThat(ahead.resume(run.key())).isEqualTo(RunResumer.Resumption.STALLED);

        assertThat(runner(world.clock).run(ticket("of the epoch before"), TIME_LEFT))
                .isEqualTo(new StepAnswer.Stale());
        assertThat(texts.acted()).isZero();
    }
}
