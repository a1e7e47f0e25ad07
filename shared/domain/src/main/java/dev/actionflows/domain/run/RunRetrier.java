package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries failed steps again, at an operator's request. */
public final class RunRetrier {
    private final RunLedger ledger;
    private final RunControlQueue queue;
    private final InstantSource clock;

    public RunRetrier(RunLedger ledger, RunControlQueue queue, InstantSource clock) {
        this.ledger = ledger;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Reopens a failed step, and requests an execution unless an earlier step that waits holds it.
     * If none is started, a sweep starts one.
     *
     * @param run as it was read; its step with this index has failed
     * @return the run as stored; empty if it has changed since it was read
     */
    public Optional<Run> retry(Run run, int index) {
        Optional<Run> stored = ledger.replace(run, retried(run, index, clock.instant()));
        stored.filter(it -> it.answer() instanceof StepAnswer.Next)
                .ifPresent(it -> queue.startRun(new WakeUp.StartRun(it.key(), it.epoch())));
        return stored;
    }

    private static Run retried(Run run, int index, Instant now) {
        List<RunStep> steps = retriedSteps(run.steps(), index);
        // an earlier step may still wait, and hold this one
        boolean runs = RunSteps.next(steps).isPresent();
        Run retried =
                new Run(
                        run.key(),
                        run.flow(),
                        run.flowVersion(),
                        run.fan(),
                        run.event(),
                        run.test(),
                        runs ? RunStatus.RUNNING : RunStatus.WAITING,
                        run.epoch(),
                        run.revision(),
                        run.startedAt(),
                        Optional.empty(),
                        run.dueAt(),
                        0,
                        steps,
                        Optional.empty());
        if (!runs) {
            return retried;
        }
        Run next = retried.nextEpoch(now);
        return next.isAtWaitStep() ? next.dueAt(now) : next;
    }

    /**
     * The failed step is as if it had never been tried, and so are those left out because of it.
     */
    private static List<RunStep> retriedSteps(List<RunStep> steps, int failed) {
        List<RunStep> after = new ArrayList<>(steps);
        for (int index = 0; index < steps.size(); index++) {
            RunStep step = steps.get(index);
            boolean leftOut =
                    step.outcome()
                            .equals(
                                    Optional.of(
                                            new StepOutcome.Skipped(Reason.EARLIER_STEP_FAILED)));
            if (index == failed || leftOut) {
                after.set(index, RunStep.open(step.type()));
            }
        }
        return after;
    }
}
