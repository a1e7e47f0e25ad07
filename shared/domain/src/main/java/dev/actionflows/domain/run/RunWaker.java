package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Lets runs go on whose requirement is met. Repeating it is harmless. */
public final class RunWaker {
    /** Runs woken by one wake-up; the rest is left to a further one. */
    private static final int BATCH = 25;

    private final RunLedger ledger;
    private final WaitingRuns waiting;
    private final Executions executions;
    private final WakeUps wakeUps;
    private final InstantSource clock;

    public RunWaker(
            RunLedger ledger,
            WaitingRuns waiting,
            Executions executions,
            WakeUps wakeUps,
            InstantSource clock) {
        this.ledger = ledger;
        this.waiting = waiting;
        this.executions = executions;
        this.wakeUps = wakeUps;
        this.clock = clock;
    }

    /** Wakes a batch of the runs that wait for the requirement, and asks for the next batch. */
    public void wake(WakeUps.WakeUp wakeUp) {
        Page<WaitingRuns.Entry> page =
                waiting.find(wakeUp.project(), wakeUp.requirement(), wakeUp.cursor(), BATCH);
        page.next()
                .ifPresent(
                        cursor ->
                                wakeUps.send(
                                        new WakeUps.WakeUp(
                                                wakeUp.project(),
                                                wakeUp.requirement(),
                                                Optional.of(cursor))));
        for (WaitingRuns.Entry entry : page.items()) {
            if (wake(entry.run(), wakeUp.requirement())) {
                waiting.remove(entry.run(), wakeUp.requirement(), entry);
            }
        }
    }

    /**
     * @return whether the entry has done its duty; if not, the run is on its way into the wait, and
     *     its own second look at the requirement, after it waits, will find it met
     */
    private boolean wake(RunKey key, Requirement requirement) {
        while (true) {
            Optional<Run> found = ledger.find(key);
            if (found.isEmpty() || found.get().hasEnded()) {
                return true;
            }
            Run run = found.get();
            Instant now = clock.instant();
            Run reopened =
                    run.reopened(
                            wait -> wait.requirement().filter(requirement::equals).isPresent(),
                            now);
            if (reopened.equals(run)) {
                return false;
            }
            // a run in the middle of an execution is not taken from it: that execution finds the
            // step open
            boolean asleep =
                    run.status() == RunStatus.WAITING && reopened.status() == RunStatus.RUNNING;
            Optional<Run> stored = ledger.replace(run, asleep ? reopened.nextEpoch(now) : reopened);
            if (stored.isPresent()) {
                if (asleep) {
                    executions.start(stored.get());
                }
                return true;
            }
        }
    }
}
