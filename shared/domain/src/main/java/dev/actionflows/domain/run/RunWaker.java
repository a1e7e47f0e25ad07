package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Resumes runs whose requirement is met. Idempotent, and safe to repeat after a crash or failure:
 * an entry is removed only after its run is stored as RUNNING, so that the due time brings the run
 * back if no execution begins.
 */
public final class RunWaker {
    /** Runs woken by one wake-up; a further wake-up handles the rest. */
    private static final int BATCH = 25;

    /** Longer than the queue needs for all deliveries of a message. */
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
     * As {@link #wake(WakeUp.RequirementMet, String)}, if the message id is unknown. Messages that
     * fail on the same page within 15 minutes are taken for redeliveries of one message, and
     * request the next page once; a message that does not fail always requests it.
     */
    public void wake(WakeUp.RequirementMet wakeUp) {
        wake(wakeUp, wakeUp.pass());
    }

    /**
     * Requests the next page of the runs that wait for the requirement, once for all deliveries of
     * the message, and then wakes the runs of this page. So a run that cannot be woken, or that
     * kills the function, neither blocks the runs behind it nor multiplies their messages.
     *
     * @param message the queue's id of the message, equal for each delivery
     * @throws IllegalStateException if some runs could not be woken, after all others were; the
     *     redelivered wake-up finds them again
     */
    public void wake(WakeUp.RequirementMet wakeUp, String message) {
        wake(wakeUp, wakeUp.pass().or(() -> Optional.of(message)));
    }

    private void wake(WakeUp.RequirementMet wakeUp, Optional<String> pass) {
        Page<WaitingRunStore.WaitingRun> page =
                waiting.find(wakeUp.project(), wakeUp.requirement(), wakeUp.cursor(), BATCH);
        WaitingRunStore.ListPage name = name(wakeUp, pass);
        Optional<String> continuation = page.next().flatMap(_ -> waiting.continuationOf(name));
        if (page.next().isPresent() && continuation.isEmpty()) {
            // First: if this page kills the function, the next page is already requested. A crash
            // between the two calls requests it once more.
            wakeUps.send(wakeUp.from(page.next().get(), pass));
            waiting.addContinuation(name, page.next().get(), clock.instant());
        }
        Woken woken = new Woken(wakeUp.requirement());
        woken.add(page);
        Optional<String> from = page.next();
        while (continuation.isPresent() && from.isPresent()) {
            // runs that have begun to wait since then pushed these past the end of the page
            Page<WaitingRunStore.WaitingRun> rest =
                    waiting.findBetween(
                            wakeUp.project(),
                            wakeUp.requirement(),
                            from.get(),
                            continuation.get(),
                            BATCH);
            woken.add(rest);
            from = rest.next();
        }
        woken.throwFailures();
        if (pass.isEmpty() && continuation.isPresent()) {
            // requested by an earlier failed delivery or by another pass; the two cannot be
            // distinguished
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

    /** Wakes as many of the runs as possible. */
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
     * @return false if the run was changed concurrently
     */
    private boolean woken(Run run, Requirement requirement, Starts starts) {
        Instant now = clock.instant();
        // If no step waits for the requirement, one may be about to: storing the run unchanged
        // makes the recording of that wait fail, so that its function reads the requirement again.
        Run reopened =
                run.reopened(
                        wait -> wait.requirement().filter(requirement::equals).isPresent(), now);
        // a run whose execution is in progress stays with it: this execution finds the step open
        boolean asleep =
                run.status() == RunStatus.WAITING && reopened.status() == RunStatus.RUNNING;
        Run awake = asleep ? reopened.nextEpoch(now) : reopened;
        // a wait step has no function: the run is due at once, and a sweep judges it
        boolean atWaitStep = asleep && awake.isAtWaitStep();
        Optional<Run> stored = ledger.replace(run, atWaitStep ? awake.dueAt(now) : awake);
        if (asleep && !atWaitStep) {
            stored.ifPresent(starts::start);
        }
        return stored.isPresent();
    }

    /**
     * The executions that one wake-up starts. A run is due again soon unless its execution begins,
     * so that after one refusal no more starts are requested and the function's time suffices for
     * the rest.
     */
    private final class Starts {
        private boolean refused;

        void start(Run run) {
            if (refused) {
                return;
            }
            refused = !executions.start(run, false);
            if (!refused) {
                observer.runResumed(run.key(), RunObserver.Cause.REQUIREMENT_MET);
            }
        }
    }
}
