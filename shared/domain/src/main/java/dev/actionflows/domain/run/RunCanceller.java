package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cancels runs. Idempotent, and safe to repeat after a crash. */
public final class RunCanceller {
    /** Runs looked at by one message; a further message handles the rest. */
    private static final int BATCH = 50;

    private final RunLedger ledger;
    private final PageContinuationStore continuations;
    private final RunControlQueue queue;
    private final RunObserver observer;
    private final InstantSource clock;

    public RunCanceller(
            RunLedger ledger,
            PageContinuationStore continuations,
            RunControlQueue queue,
            RunObserver observer,
            InstantSource clock) {
        this.ledger = ledger;
        this.continuations = continuations;
        this.queue = queue;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Ends a run. When this returns, no step of it begins any more; a message that was being handed
     * over may still go out, and its step then says so.
     *
     * @return the run, unchanged if it had ended; empty if it does not exist
     */
    public Optional<Run> cancel(RunKey key) {
        while (true) {
            Optional<Run> found = ledger.find(key);
            if (found.isEmpty() || found.get().hasEnded()) {
                return found;
            }
            Optional<Run> stored =
                    ledger.replace(found.get(), cancelled(found.get(), clock.instant()));
            if (stored.isPresent()) {
                observer.settled(new Progress(found.get(), stored.get()));
                return stored;
            }
        }
    }

    /**
     * Requests the next page of a flow's runs, once for all deliveries of the message, and cancels
     * those of this page.
     *
     * @param message the queue's id of the message, equal for each delivery
     * @throws IllegalStateException if some runs could not be cancelled, after all others were; the
     *     redelivered message finds them again
     */
    public void cancel(WakeUp.CancelRuns request, String message) {
        String pass = request.pass().orElse(message);
        // keys only: a run that cannot be read does not keep those after it from being cancelled
        Page<RunLedger.StartedRun> page =
                ledger.startsByFlow(request.project(), request.flow(), request.cursor(), BATCH);
        PageContinuationStore.ContinuedPage name =
                new PageContinuationStore.ContinuedPage(
                        request.project(),
                        "cancel/" + request.flow() + "/" + pass,
                        request.cursor().orElse(""));
        Optional<String> requested = page.next().flatMap(_ -> continuations.continuationOf(name));
        // again if runs that began since then pushed others past the end of the page
        if (page.next().isPresent() && !requested.equals(page.next())) {
            queue.cancelRuns(request.from(page.next().get(), pass), Duration.ZERO);
            continuations.add(name, page.next().get(), clock.instant());
        }
        List<RuntimeException> failures = new ArrayList<>();
        for (RunLedger.StartedRun run : page.items()) {
            if (!run.startedAt().isAfter(request.startedUntil())) {
                try {
                    cancel(run.run());
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(
                    failures.size() + " of " + page.items().size() + " runs were not cancelled",
                    failures.getFirst());
        }
    }

    private static Run cancelled(Run run, Instant now) {
        return new Run(
                run.key(),
                run.flow(),
                run.flowVersion(),
                run.fan(),
                run.event(),
                run.test(),
                RunStatus.CANCELLED,
                run.epoch(),
                run.revision(),
                run.startedAt(),
                Optional.of(now),
                Optional.empty(),
                run.startsWithoutProgress(),
                cancelledSteps(run, now),
                Optional.empty());
    }

    /**
     * An execution may be at the first step that is open, or at one after it: an earlier step that
     * had let it go first may be open again.
     */
    private static List<RunStep> cancelledSteps(Run run, Instant now) {
        boolean mayBeInProgress = run.status() == RunStatus.RUNNING;
        List<RunStep> after = new ArrayList<>();
        for (RunStep step : run.steps()) {
            after.add(step.hasEnded() ? step : step.cancelled(now, mayBeInProgress));
            if (step.isOpen() && step.giveUpAt().isEmpty()) {
                mayBeInProgress = false;
            }
        }
        return after;
    }
}
