package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reopens failed steps, so that they are tried again. */
public final class RunReopener {
    /** Why a link message is skipped for a step that has failed or is only delayed. */
    private static final Set<Reason> NO_LINK =
            EnumSet.of(Reason.NO_HELPFUL_LINK, Reason.EARLIER_STEP_PENDING);

    private final RunLedger ledger;
    private final InstantSource clock;

    public RunReopener(RunLedger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Reopens failed steps, and makes the run due unless an earlier step that waits holds it. No
     * execution is requested: sweeps start one, at the pace at which they start all due runs, so
     * that many runs can be tried again at once.
     *
     * @param run as it was read, {@linkplain RunStatus#isAtRest at rest}; its steps with these
     *     indexes have failed
     * @return the run as stored; empty if it has changed since it was read
     */
    public Optional<Run> reopen(Run run, Set<Integer> failed) {
        Instant now = clock.instant();
        Run reopened = reopened(run, failed, now);
        return ledger.replace(
                run, reopened.status() == RunStatus.RUNNING ? reopened.dueAt(now) : reopened);
    }

    /** The number of steps to be done in a run once these failed ones are reopened. */
    public static int stepsToDo(Run run, Set<Integer> failed) {
        return Math.toIntExact(
                reopenedSteps(run.steps(), failed).stream().filter(RunStep::isOpen).count());
    }

    /** The run under a new epoch, or still waiting if an earlier step holds the reopened ones. */
    static Run reopened(Run run, Set<Integer> failed, Instant now) {
        List<RunStep> steps = reopenedSteps(run.steps(), failed);
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
     * The failed steps are as if they had never been tried, and so are those left out because of
     * them: later steps, and their link messages.
     */
    private static List<RunStep> reopenedSteps(List<RunStep> steps, Set<Integer> failed) {
        List<RunStep> after = new ArrayList<>(steps);
        boolean followsFailed = false;
        for (int index = 0; index < steps.size(); index++) {
            RunStep step = steps.get(index);
            followsFailed = failed.contains(index) || (followsFailed && step.type().isMessage());
            if (failed.contains(index)
                    || isSkipped(step, EnumSet.of(Reason.EARLIER_STEP_FAILED))
                    || (followsFailed && isSkipped(step, NO_LINK))) {
                after.set(index, RunStep.open(step.type()));
            }
        }
        return after;
    }

    private static boolean isSkipped(RunStep step, Set<Reason> reasons) {
        return step.outcome()
                .filter(StepOutcome.Skipped.class::isInstance)
                .filter(it -> reasons.contains(it.reason()))
                .isPresent();
    }
}
