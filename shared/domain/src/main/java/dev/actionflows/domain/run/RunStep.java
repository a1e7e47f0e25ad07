package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.step.StepType;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One line of a run's ledger.
 *
 * @param outcome empty while the step is open
 * @param startedAt when it was first tried
 * @param endedAt when its final outcome was recorded
 * @param attempts how often it was tried, retries included
 * @param claim who acts on it now, or died doing so
 * @param giveUpAt when waiting ends for good; set by the first wait
 * @param settledBy token of the execution's state that recorded the outcome, so that its retry
 *     knows its own work
 */
public record RunStep(
        StepType type,
        Optional<StepOutcome> outcome,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        int attempts,
        Optional<StepClaim> claim,
        Optional<Instant> giveUpAt,
        Optional<String> settledBy) {

    public static RunStep open(StepType type) {
        return new RunStep(
                type,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public boolean isOpen() {
        return outcome.isEmpty();
    }

    boolean hasEnded() {
        return outcome.filter(StepOutcome::isFinal).isPresent();
    }

    boolean hasFailed() {
        return outcome.filter(StepOutcome.Failed.class::isInstance).isPresent();
    }

    /** The wait of a step that waits. */
    public Optional<StepOutcome.Waiting> waiting() {
        return outcome.filter(StepOutcome.Waiting.class::isInstance)
                .map(StepOutcome.Waiting.class::cast);
    }

    RunStep claimed(StepClaim newClaim, Instant now) {
        return new RunStep(
                type,
                outcome,
                Optional.of(startedAt.orElse(now)),
                endedAt,
                attempts,
                Optional.of(newClaim),
                giveUpAt,
                settledBy);
    }

    /** Without its claim: certainly nothing was done under it. */
    RunStep released() {
        return new RunStep(
                type, outcome, startedAt, endedAt, attempts, Optional.empty(), giveUpAt, settledBy);
    }

    RunStep settled(OutcomeRecord outcomeRecord) {
        StepOutcome settledOutcome = outcomeRecord.outcome();
        return new RunStep(
                type,
                Optional.of(settledOutcome),
                Optional.of(startedAt.orElse(outcomeRecord.startedAt())),
                settledOutcome.isFinal() ? Optional.of(outcomeRecord.at()) : Optional.empty(),
                attempts + outcomeRecord.attempts(),
                settledOutcome.isFinal() ? claim : Optional.empty(),
                outcomeRecord.giveUpAt().or(() -> giveUpAt),
                outcomeRecord.token());
    }

    /** With another final outcome in place of the one that it has. */
    RunStep corrected(StepOutcome other) {
        return new RunStep(
                type, Optional.of(other), startedAt, endedAt, attempts, claim, giveUpAt, settledBy);
    }

    /** Since an earlier step has failed; what somebody who may be dead has begun is unknown. */
    RunStep leftOut(Instant at) {
        return new RunStep(
                type,
                Optional.of(
                        claim.isPresent()
                                ? new StepOutcome.Unknown(Reason.INTERRUPTED)
                                : new StepOutcome.Skipped(Reason.EARLIER_STEP_FAILED)),
                startedAt,
                Optional.of(at),
                attempts,
                claim,
                giveUpAt,
                settledBy);
    }

    /** Tried again if it waits, and its wait has ended; else the same. */
    RunStep reopened(Predicate<StepOutcome.Waiting> ended) {
        if (waiting().filter(ended).isEmpty()) {
            return this;
        }
        return new RunStep(
                type,
                Optional.empty(),
                startedAt,
                Optional.empty(),
                attempts,
                claim,
                giveUpAt,
                Optional.empty());
    }
}
