package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets runs go on whose requirement is met. Repeating it is harmless, and necessary after it died
 * or failed on its way: an entry is removed only when its run is stored as one that is to run, so
 * that its due time brings it back if no execution begins.
 */
public final class RunWaker {
    /** Runs woken by one wake-up; the rest is left to a further one. */
    private static final int BATCH = 25;

    private final RunLedger ledger;
    private final WaitingRuns waiting;
    private final Executions executions;
    private final WakeUps wakeUps;
    private final RunObserver observer;
    private final InstantSource clock;

    public RunWaker(
            RunLedger ledger,
            WaitingRuns waiting,
            Executions executions,
            WakeUps wakeUps,
            RunObserver observer,
            InstantSource clock) {
        this.ledger = ledger;
        this.waiting = waiting;
        this.executions = executions;
        this.wakeUps = wakeUps;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Wakes a batch of the runs that wait for the requirement, and asks for the next batch.
     *
     * @throws IllegalStateException when some could not be woken, after all the others were; they
     *     are found again by the same wake-up
     */
    public void wake(WakeUp.RequirementMet wakeUp) {
        Page<WaitingRuns.Entry> page =
                waiting.find(wakeUp.project(), wakeUp.requirement(), wakeUp.cursor(), BATCH);
        page.next()
                .ifPresent(
                        cursor ->
                                wakeUps.send(
                                        new WakeUp.RequirementMet(
                                                wakeUp.project(),
                                                wakeUp.requirement(),
                                                Optional.of(cursor))));
        List<RuntimeException> failures = new ArrayList<>();
        Starts starts = new Starts();
        for (WaitingRuns.Entry entry : page.items()) {
            try {
                wake(entry.run(), wakeUp.requirement(), starts);
                waiting.remove(entry.run(), wakeUp.requirement(), entry);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(
                    failures.size() + " of " + page.items().size() + " runs were not woken",
                    failures.getFirst());
        }
    }

    private void wake(RunKey key, Requirement requirement, Starts starts) {
        Optional<Run> found = ledger.find(key);
        while (found.isPresent() && !found.get().hasEnded()) {
            if (woken(found.get(), requirement, starts)) {
                return;
            }
            found = ledger.find(key);
        }
    }

    /**
     * @return false when somebody else changed the run in between
     */
    private boolean woken(Run run, Requirement requirement, Starts starts) {
        Instant now = clock.instant();
        // Where no step waits for it, one may be about to: storing the run unchanged makes the
        // recording of that wait fail, so that its function reads the requirement again.
        Run reopened =
                run.reopened(
                        wait -> wait.requirement().filter(requirement::equals).isPresent(), now);
        // a run in the middle of an execution is not taken from it: that execution finds the step
        // open
        boolean asleep =
                run.status() == RunStatus.WAITING && reopened.status() == RunStatus.RUNNING;
        Optional<Run> stored = ledger.replace(run, asleep ? reopened.nextEpoch(now) : reopened);
        if (asleep) {
            stored.ifPresent(starts::start);
        }
        return stored.isPresent();
    }

    /**
     * The executions that one wake-up starts. Started or not, a run is due in a moment unless its
     * execution begins; so after one refusal no more are asked for, and the function's time is
     * enough for the rest.
     */
    private final class Starts {
        private boolean refused;

        void start(Run run) {
            if (refused) {
                return;
            }
            refused = !executions.start(run);
            if (!refused) {
                observer.runResumed(run.key(), RunObserver.Cause.REQUIREMENT_MET);
            }
        }
    }
}
