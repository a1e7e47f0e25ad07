package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.DeliveryReport;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Applies the delivery reports of providers to the ledger. A final report settles a step that is
 * UNKNOWN, even before that outcome is recorded, and corrects a step whose message was accepted but
 * not delivered. Reports may arrive in any order and more than once; the first final report counts.
 * An undelivered text does not stop the flow, which has moved on by the time the report arrives.
 */
public final class MessageTracker {
    private final RunLedger ledger;
    private final MessageEvents events;
    private final RunObserver observer;
    private final InstantSource clock;

    public MessageTracker(
            RunLedger ledger, MessageEvents events, RunObserver observer, InstantSource clock) {
        this.ledger = ledger;
        this.events = events;
        this.observer = observer;
        this.clock = clock;
    }

    /** Applies a report, if the step is one that can have sent a message. */
    public void note(StepKey key, DeliveryReport report) {
        while (true) {
            Optional<Run> found =
                    ledger.find(key.run()).filter(run -> key.index() < run.steps().size());
            if (found.isEmpty() || found.get().step(key.index()).claim().isEmpty()) {
                return;
            }
            Run run = found.get();
            Run noted = noted(run, key.index(), report, clock.instant());
            if (noted.equals(run)) {
                return;
            }
            if (report instanceof DeliveryReport.Delivered) {
                events.delivered(run, key.index());
            }
            Optional<Run> stored = ledger.replace(run, noted);
            if (stored.isPresent()) {
                observer.settled(new Progress(run, stored.get()));
                return;
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

    /**
     * The report arrived before the function that sent the message recorded its outcome, or that
     * function has died.
     */
    private Run settled(Run run, int index, StepOutcome told, Instant now) {
        RunStep step = run.step(index);
        OutcomeRecord outcomeRecord =
                new OutcomeRecord(
                        told,
                        step.startedAt().orElse(now),
                        now,
                        1,
                        Optional.empty(),
                        // the sender adds it
                        Optional.empty(),
                        // use the sender's token, so that the sender continues from here
                        step.claim().map(StepClaim::token));
        // like a later report: it does not stop steps that have since been done
        Run settled = run.settled(index, outcomeRecord, OnFailure.CONTINUE);
        return settled.isAtWaitStep() ? settled.dueAt(now) : settled;
    }

    private static boolean isOpenToCorrection(RunStep step, StepOutcome told) {
        return switch (step.outcome().orElseThrow()) {
            case StepOutcome.Unknown _ -> true;
            case StepOutcome.Completed(Reason reason) ->
                    reason == Reason.ACCEPTED
                            && !told.equals(outcomeOf(new DeliveryReport.Taken()));
            case StepOutcome.Failed _,
                    StepOutcome.Skipped _,
                    StepOutcome.HeldOut _,
                    StepOutcome.Waiting _ ->
                    false;
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
