package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;

import java.time.Duration;
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

    /** Longer than the queue takes to deliver a message as often as it does. */
    private static final Duration DELIVERIES = Duration.ofMinutes(15);

    private final RunLedger ledger;
    private final WaitingRunStore waiting;
    private final ExecutionStarter executions;
    private final WakeUpQueue wakeUps;
    private final RunObserver observer;
    private final InstantSource clock;

    public RunWaker(
            RunLedger ledger,
            WaitingRunStore waiting,
            ExecutionStarter executions,
            WakeUpQueue wakeUps,
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
     * delivered before. Those that fail on the same page within a quarter of an hour are taken for
     * one that is delivered again, and ask for the next page once; one that does not fail asks for
     * it in any case.
     */
    public void wake(WakeUp.RequirementMet wakeUp) {
        wake(wakeUp, wakeUp.pass());
    }

    /**
     * Asks for the next batch of the runs that wait for the requirement, once, however often the
     * message is delivered; then wakes this batch. So neither a run that cannot be woken nor a
     * function that dies of one holds up those behind, or multiplies the messages about them.
     *
     * @param message the queue's id of the message, the same each time that it is delivered
     * @throws IllegalStateException when some could not be woken, after all the others were; they
     *     are found again by the same wake-up
     */
    public void wake(WakeUp.RequirementMet wakeUp, String message) {
        wake(wakeUp, wakeUp.pass().or(() -> Optional.of(message)));
    }

    private void wake(WakeUp.RequirementMet wakeUp, Optional<String> pass) {
        Page<WaitingRunStore.WaitingRun> page =
                waiting.find(wakeUp.project(), wakeUp.requirement(), wakeUp.cursor(), BATCH);
        WaitingRunStore.ListPage name = name(wakeUp, pass);
        Optional<String> askedBefore = page.next().flatMap(_ -> waiting.nextOf(name));
        if (page.next().isPresent() && askedBefore.isEmpty()) {
            // First: whoever dies on this page has asked for those behind it. One who dies between
            // the two asks once more.
            wakeUps.send(wakeUp.from(page.next().get(), pass));
            waiting.asked(name, page.next().get(), clock.instant());
        }
        Woken woken = new Woken(wakeUp.requirement());
        woken.add(page);
        Optional<String> from = page.next();
        while (askedBefore.isPresent() && from.isPresent()) {
            // runs that have begun to wait meanwhile pushed these past the end of the page
            Page<WaitingRunStore.WaitingRun> rest =
                    waiting.findBetween(
                            wakeUp.project(),
                            wakeUp.requirement(),
                            from.get(),
                            askedBefore.get(),
                            BATCH);
            woken.add(rest);
            from = rest.next();
        }
        woken.throwFailures();
        if (pass.isEmpty() && askedBefore.isPresent()) {
            // by one that failed, or by another way through the list: nobody can tell
            wakeUps.send(wakeUp.from(page.next().orElseThrow(), pass));
        }
    }

    private WaitingRunStore.ListPage name(WakeUp.RequirementMet wakeUp, Optional<String> pass) {
        return new WaitingRunStore.ListPage(
                wakeUp.project(),
                wakeUp.requirement(),
                pass.orElseGet(
                        () -> "at-" + clock.instant().getEpochSecond() / DELIVERIES.toSeconds()),
                wakeUp.cursor().orElse(""));
    }

    /** Wakes runs, all that can be. */
    private final class Woken {
        private final Requirement requirement;
        private final Starts starts = new Starts();
        private final List<RuntimeException> failures = new ArrayList<>();
        private int count;

        Woken(Requirement requirement) {
            this.requirement = requirement;
        }

        void add(Page<WaitingRunStore.WaitingRun> page) {
            for (WaitingRunStore.WaitingRun entry : page.items()) {
                count++;
                try {
                    wake(entry.run(), requirement, starts);
                    waiting.remove(entry.run(), requirement, entry);
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            }
        }

        void throwFailures() {
            if (!failures.isEmpty()) {
                throw new IllegalStateException(
                        failures.size() + " of " + count + " runs were not woken",
                        failures.getFirst());
            }
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
