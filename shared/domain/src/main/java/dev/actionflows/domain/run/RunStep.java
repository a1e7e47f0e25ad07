package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.step.StepType;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A step's entry in the ledger of a run.
 *
 * @param outcome empty while the step is open
 * @param startedAt when the step was first tried
 * @param endedAt when its final outcome was recorded
 * @param attempts number of attempts, retries included
 * @param claim the claim of the invocation that is acting on the step, or died doing so
 * @param giveUpAt when waiting ends for good; set by the first wait
 * @param settledBy token of the execution's state that recorded the outcome, so that a retry of
 *     this state recognizes its own work
 * @param permit what permitted the step's message to be sent; empty if none was sent
 * @param inDoubt whether an attempt may have done the step without learning it
 */
public record RunStep(
        StepType type,
        Optional<StepOutcome> outcome,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        int attempts,
        Optional<StepClaim> claim,
        Optional<Instant> giveUpAt,
        Optional<String> settledBy,
        Optional<SendPermit> permit,
        boolean inDoubt) {
    /** The reasons of waits after attempts that may have done what was asked of a service. */
    private static final Set<Reason> LEAVE_IN_DOUBT =
            EnumSet.of(
                    Reason.PROVIDER_UNAVAILABLE, Reason.NOT_IN_LIBRARY_YET, Reason.INTERNAL_ERROR);

    public static RunStep open(StepType type) {
        return new RunStep(
                type,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    public boolean isOpen() {
        return outcome.isEmpty();
    }

    boolean hasEnded() {
        return outcome.filter(StepOutcome::isFinal).isPresent();
    }

    boolean wasSkipped() {
        return outcome.filter(StepOutcome.Skipped.class::isInstance).isPresent();
    }

    boolean wasHeldOut() {
        return outcome.filter(StepOutcome.HeldOut.class::isInstance).isPresent();
    }

    boolean hasFailed() {
        return outcome.filter(StepOutcome.Failed.class::isInstance).isPresent();
    }

    /**
     * Whether a provider may have accepted its message although it has failed: a report said so
     * later. A step that fails otherwise has certainly not sent it.
     */
    public boolean mayHaveSent() {
        boolean rejected = permit.filter(it -> it.use().isEmpty()).isPresent();
        return claim.isPresent()
                && !rejected
                && outcome.map(StepOutcome::reason)
                        .filter(DeliveryReport.REASONS::contains)
                        .isPresent();
    }

    /**
     * Whether an earlier attempt could have done a step that may be repeated: the service has
     * accepted it without showing the result, or has not answered.
     */
    boolean mayHaveActed() {
        return !type.isMessage() && inDoubt;
    }

    /**
     * The outcome of the step if it is not done for this reason. When the fan has replied or the
     * release was cancelled, an earlier attempt at a step that may be repeated could have done it.
     */
    StepOutcome leftUndone(Reason reason) {
        return (reason == Reason.FAN_REPLIED || reason == Reason.RELEASE_CANCELLED)
                        && mayHaveActed()
                ? new StepOutcome.Unknown(reason)
                : new StepOutcome.Skipped(reason);
    }

    /** Of several attempts by one execution, only the last one is recorded. */
    private static boolean leavesInDoubt(OutcomeRecord outcomeRecord) {
        return outcomeRecord.outcome() instanceof StepOutcome.Waiting waiting
                && (LEAVE_IN_DOUBT.contains(waiting.reason()) || outcomeRecord.attempts() > 1);
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
                settledBy,
                permit,
                inDoubt);
    }

    /** Without its claim, under which nothing was done. */
    RunStep released() {
        return new RunStep(
                type,
                outcome,
                startedAt,
                endedAt,
                attempts,
                Optional.empty(),
                giveUpAt,
                settledBy,
                permit,
                inDoubt);
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
                outcomeRecord.token(),
                outcomeRecord.permit(),
                inDoubt || leavesInDoubt(outcomeRecord));
    }

    /**
     * Whether the state with this token recorded the outcome without what permitted the message.
     */
    boolean lacksPermitOf(String token) {
        return permit.isEmpty() && settledBy.filter(token::equals).isPresent() && hasEnded();
    }

    RunStep permitted(SendPermit by) {
        return new RunStep(
                type,
                outcome,
                startedAt,
                endedAt,
                attempts,
                claim,
                giveUpAt,
                settledBy,
                Optional.of(by),
                inDoubt);
    }

    /** With its final outcome replaced by another one. */
    RunStep corrected(StepOutcome other) {
        return new RunStep(
                type,
                Optional.of(other),
                startedAt,
                endedAt,
                attempts,
                claim,
                giveUpAt,
                settledBy,
                permit,
                inDoubt);
    }

    /**
     * Not done because of what ended another step; UNKNOWN if an invocation that may be dead had
     * claimed it.
     */
    RunStep leftOut(Reason why, Instant at) {
        return new RunStep(
                type,
                Optional.of(
                        claim.isPresent()
                                ? new StepOutcome.Unknown(Reason.INTERRUPTED)
                                : leftUndone(why)),
                startedAt,
                Optional.of(at),
                attempts,
                claim,
                giveUpAt,
                settledBy,
                permit,
                inDoubt);
    }

    /**
     * Not done because the run was cancelled; UNKNOWN if it may be in progress. The function that
     * holds its claim replaces this by what it did.
     *
     * @param isReached whether an execution may be at this step
     */
    RunStep cancelled(Instant at, boolean isReached) {
        boolean mayBeInProgress =
                claim.isPresent()
                        || (isOpen() && isReached && !type.isMessage() && type.hasFunction());
        return new RunStep(
                type,
                Optional.of(
                        mayBeInProgress
                                ? new StepOutcome.Unknown(Reason.CANCELLED)
                                : new StepOutcome.Skipped(Reason.CANCELLED)),
                startedAt,
                Optional.of(at),
                attempts,
                claim,
                giveUpAt,
                claim.map(StepClaim::token),
                permit,
                inDoubt);
    }

    /** Whether the run was cancelled while the state with this token was working on the step. */
    boolean wasCancelledUnder(String token) {
        return outcome.equals(Optional.of(new StepOutcome.Unknown(Reason.CANCELLED)))
                && settledBy.filter(token::equals).isPresent();
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
                Optional.empty(),
                Optional.empty(),
                inDoubt);
    }
}
