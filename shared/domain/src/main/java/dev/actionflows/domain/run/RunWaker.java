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
     * As {@link #wake(WakeUp.RequirementMet, String)}, where nobody knows whether it has been
     * delivered before. A page that fails asks for the next one once, whoever gives it again.
     */
    public void wake(WakeUp.RequirementMet wakeUp) {
        wake(wakeUp, wakeUp.pass());
    }

    /**
     * Wakes a batch of the runs that wait for the requirement, then asks for the next batch:
     * whether all of this one were woken or not, and once, however often it is delivered. So a run
     * that cannot be woken holds up no other, and does not multiply the messages behind it.
     *
     * @param message the queue's id of the message, the same each time that it is delivered
     * @throws IllegalStateException when some could not be woken, after all the others were; they
     *     are found again by the same wake-up
     */
    public void wake(WakeUp.RequirementMet wakeUp, String message) {
        wake(wakeUp, wakeUp.pass().or(() -> Optional.of(message)));
    }

    private void wake(WakeUp.RequirementMet wakeUp, Optional<String> pass) {
        Page<WaitingRuns.Entry> page =
                waiting.find(wakeUp.project(), wakeUp.requirement(), wakeUp.cursor(), BATCH);
        List<WaitingRuns.Entry> woken = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        Starts starts = new Starts();
        for (WaitingRuns.Entry entry : page.items()) {
            try {
                wake(entry.run(), wakeUp.requirement(), starts);
                woken.add(entry);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (page.next().isPresent()) {
            ask(wakeUp.from(page.next().get(), pass), wakeUp, pass, failures.isEmpty());
        }
        // Only now: until the next page is asked for, the same message finds the same page, so that
        // whoever dies and asks once more asks for the same.
        for (WaitingRuns.Entry entry : woken) {
            try {
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

    /** Whoever dies between the two asks once more: for a page that has the same successor. */
    private void ask(
            WakeUp.RequirementMet next,
            WakeUp.RequirementMet wakeUp,
            Optional<String> pass,
            boolean done) {
        if (pass.isEmpty() && done) {
            wakeUps.send(next);
            return;
        }
        WaitingRuns.ListPage page =
                new WaitingRuns.ListPage(
                        wakeUp.project(),
                        wakeUp.requirement(),
                        pass.orElse(""),
                        wakeUp.cursor().orElse(""));
        if (!waiting.hasAsked(page)) {
            wakeUps.send(next);
            waiting.asked(page, clock.instant());
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
