package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunOutline;
import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.run.StepTicket;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.registry.StepActions;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Plays executions of a run as the state machine does, and moves the clock past its wait steps. */
final class DryRunPlayer {
    private static final Duration STEP_TIME = Duration.ofSeconds(15);

    private final DryRunState state;
    private final DryRunPorts ports;
    private final DryRunClock clock;
    private int entered;

    DryRunPlayer(DryRunState state, DryRunPorts ports, DryRunClock clock) {
        this.state = state;
        this.ports = ports;
        this.clock = clock;
    }

    void play() {
        execute();
        Optional<Instant> next = nextTime();
        while (next.isPresent()) {
            clock.moveTo(next.get());
            resume();
            execute();
            next = nextTime();
        }
    }

    private void execute() {
        StepActions steps = new StepActions(ports);
        Instant at = clock.instant();
        StepAnswer answer = run().answer();
        boolean first = true;
        while (answer instanceof StepAnswer.Next next) {
            state.enter(next.index());
            answer =
                    steps.runner(next.type())
                            .run(
                                    new StepTicket(
                                            run().key(),
                                            run().epoch(),
                                            next.index(),
                                            "dry-run@" + entered,
                                            at,
                                            at,
                                            StepRunner.MAX_RETRIES,
                                            first,
                                            false,
                                            Optional.of(RunOutline.of(run()))),
                                    STEP_TIME);
            entered++;
            first = false;
        }
    }

    /** When the run goes on by itself: at once at a wait step, or when that ends. */
    private Optional<Instant> nextTime() {
        if (run().answer() instanceof StepAnswer.Yield) {
            return run().dueAt();
        }
        return run().steps().stream()
                .filter(step -> step.type() == StepType.WAIT)
                .flatMap(step -> step.waiting().stream())
                .map(StepOutcome.Waiting::until)
                .findFirst();
    }

    private void resume() {
        new RunResumer(
                        ports.ledger(),
                        ports.facts(),
                        ports.waitingRuns(),
                        (_, _) -> true,
                        new NoOpRunObserver(),
                        ports.ids(),
                        clock,
                        ports::quietHours)
                .resume(run().key());
    }

    private Run run() {
        return state.run().orElseThrow();
    }
}
