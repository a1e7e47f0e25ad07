package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.DeliveryReport;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Keeps the ledger true to what providers tell of messages after they were handed over: settles
 * what was UNKNOWN, also before it is recorded as such, and tells of messages that were taken and
 * never arrived. Reports may come in any order and repeatedly: the first that is final stands. A
 * text that does not arrive stops no flow: the flow has gone on by the time that one learns of it.
 */
public final class MessageTracker {
    private final RunLedger ledger;
    private final RunObserver observer;
    private final InstantSource clock;

    public MessageTracker(RunLedger ledger, RunObserver observer, InstantSource clock) {
        this.ledger = ledger;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Takes note of a report.
     *
     * @return the run, if the step is one that a message can have been sent for
     */
    public Optional<Run> note(StepKey key, DeliveryReport report) {
        while (true) {
            Optional<Run> found =
                    ledger.find(key.run()).filter(run -> key.index() < run.steps().size());
            if (found.isEmpty() || found.get().step(key.index()).claim().isEmpty()) {
                return Optional.empty();
            }
            Run run = found.get();
            Run noted = noted(run, key.index(), report, clock.instant());
            if (noted.equals(run)) {
                return found;
            }
            Optional<Run> stored = ledger.replace(run, noted);
            if (stored.isPresent()) {
                observer.settled(new Progress(run, stored.get()));
                return stored;
            }
        }
    }

    private Run noted(Run run, int index, DeliveryReport report, Instant now) {
        RunStep step = run.step(index);
        StepOutcome told = outcomeOf(report);
        if (step.isOpen()) {
            return settled(run, index, told, now);
        }
        return isOpenToCorrection(step, told) ? run.corrected(index, told) : run;
    }

    /** The report is ahead of the function that sent the message, or that function has died. */
    private Run settled(Run run, int index, StepOutcome told, Instant now) {
        RunStep step = run.step(index);
        OutcomeRecord outcomeRecord =
                new OutcomeRecord(
                        told,
                        step.startedAt().orElse(now),
                        now,
                        1,
                        Optional.empty(),
                        // in the name of whoever sent it, so that it goes on from there
                        step.claim().map(StepClaim::token));
        // as a report that comes later: what has gone on by then is not stopped any more
        return run.settled(index, outcomeRecord, OnFailure.CONTINUE);
    }

    private static boolean isOpenToCorrection(RunStep step, StepOutcome told) {
        return switch (step.outcome().orElseThrow()) {
            case StepOutcome.Unknown _ -> true;
            case StepOutcome.Completed(Reason reason) ->
                    reason == Reason.ACCEPTED
                            && !told.equals(outcomeOf(new DeliveryReport.Taken()));
            case StepOutcome.Failed _, StepOutcome.Skipped _, StepOutcome.Waiting _ -> false;
        };
    }

    private static StepOutcome outcomeOf(DeliveryReport report) {
        return switch (report) {
            case DeliveryReport.Taken _ -> new StepOutcome.Completed(Reason.ACCEPTED);
            case DeliveryReport.Delivered _ -> new StepOutcome.Completed(Reason.DELIVERED);
            case DeliveryReport.NotDelivered(Reason reason) -> new StepOutcome.Failed(reason);
        };
    }
}
