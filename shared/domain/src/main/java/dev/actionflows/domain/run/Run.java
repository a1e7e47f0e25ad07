package dev.actionflows.domain.run;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.step.StepType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One fan's pass through one version of a flow, and the ledger of its steps: the only truth about
 * what was done.
 *
 * @param event what started it
 * @param test whether the flow was in test mode when it began: it is no part of what the flow did
 * @param epoch counts the executions that were started for it; only the latest may write
 * @param dueAt when the run is checked again if nothing has happened until then; empty once it has
 *     ended
 * @param revision counts changes, so that none is lost
 * @param startsWithoutProgress how many executions have begun since an outcome was last recorded:
 *     the current one, and those that died. Executions that requested a later retry are not
 *     counted: the state machine subtracts them again. An execution whose first step needs no claim
 *     counts itself only in place of a lost one, or if it may be requested again: it takes a write.
 *     Any other is counted when it reports that it has died
 * @param stall empty unless executions of the run were lost
 */
public record Run(
        RunKey key,
        FlowId flow,
        int flowVersion,
        FanId fan,
        FanEvent event,
        boolean test,
        RunStatus status,
        int epoch,
        long revision,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<Instant> dueAt,
        int startsWithoutProgress,
        List<RunStep> steps,
        Optional<Stall> stall) {
    /** How long the state machine lets an execution run; a test compares the two. */
    public static final Duration EXECUTION_TIMEOUT = Duration.ofSeconds(60);

    /** How long a step's function may take; a test compares it with the template. */
    public static final Duration STEP_TIMEOUT = Duration.ofSeconds(15);

    /**
     * After this time, no further step begins in the same execution, so that steps that have
     * already begun, including retries by the platform, end before the execution times out.
     */
    public static final Duration YIELD_AFTER = Duration.ofSeconds(30);

    /**
     * An execution that was requested, and all functions that it has called, have ended within this
     * time, or count as lost. An execution that began late may still be running, but its epoch has
     * ended.
     */
    public static final Duration LEASE = EXECUTION_TIMEOUT.plus(STEP_TIMEOUT);

    /** A step is given up after this many executions died on it, because it must be the cause. */
    public static final int MAX_STARTS_WITHOUT_PROGRESS = 10;

    public Run {
        steps = List.copyOf(steps);
    }

    /** A run that is about to begin: every step open, epoch 1. */
    public static Run begin(
            RunKey key, FanId fan, FanEvent event, TriggerClaim claim, Instant now) {
        return new Run(
                key,
                claim.flow(),
                claim.version(),
                fan,
                event,
                claim.test(),
                RunStatus.RUNNING,
                1,
                1,
                now,
                Optional.empty(),
                // without an execution that it could wait for, it is due at once
                Optional.of(claim.stepTypes().getFirst().hasFunction() ? now.plus(LEASE) : now),
                0,
                claim.stepTypes().stream().map(RunStep::open).toList(),
                Optional.empty());
    }

    public boolean hasEnded() {
        return endedAt.isPresent();
    }

    /** Whether its due time has come. */
    boolean isDue(Instant now) {
        return dueAt.filter(due -> !due.isAfter(now)).isPresent();
    }

    public RunStep step(int index) {
        return steps.get(index);
    }

    /** The step to be done now: the first open one that no holding step is before. */
    public OptionalInt nextStep() {
        return RunSteps.next(steps);
    }

    /** Whether it runs, and its next step is one without a function. */
    boolean isAtWaitStep() {
        OptionalInt next = status == RunStatus.RUNNING ? nextStep() : OptionalInt.empty();
        return next.isPresent() && !steps.get(next.getAsInt()).type().hasFunction();
    }

    /** What the state machine is to do now. */
    public StepAnswer answer() {
        return switch (status) {
            case RUNNING -> {
                int index =
                        nextStep().orElseThrow(() -> new IllegalStateException("nothing to do"));
                StepType type = steps.get(index).type();
                yield type.hasFunction()
                        ? new StepAnswer.Next(index, type)
                        : new StepAnswer.Yield();
            }
            case WAITING -> new StepAnswer.Park();
            case COMPLETED, FAILED, CANCELLED -> new StepAnswer.Done();
        };
    }

    /** The same with another due time. */
    Run dueAt(Instant at) {
        return with(status, endedAt, Optional.of(at), steps);
    }

    /** An execution has begun on it. */
    Run begun() {
        return with(
                status, epoch, revision, endedAt, dueAt, startsWithoutProgress + 1, steps, stall);
    }

    Run claimed(int index, StepClaim claim, Instant now) {
        return withStep(index, steps.get(index).claimed(claim, now));
    }

    /** With one step changed. */
    Run changed(int index, UnaryOperator<RunStep> change) {
        return withStep(index, change.apply(steps.get(index)));
    }

    /**
     * With the outcome of one step, and all that follows from it: the run goes on, waits or has
     * ended.
     */
    Run settled(int index, OutcomeRecord outcomeRecord, OnFailure onFailure) {
        List<RunStep> after = RunSteps.settled(steps, index, outcomeRecord, onFailure);
        Optional<Instant> lease =
                isSetAside() ? Optional.of(outcomeRecord.at().plus(LEASE)) : dueAt;
        return with(status, epoch, revision, endedAt, lease, 0, after, Optional.empty())
                .parkedOrEnded(outcomeRecord.at());
    }

    /** With another outcome in place of the final one that was recorded when less was known. */
    Run corrected(int index, StepOutcome outcome) {
        Run corrected = withStep(index, steps.get(index).corrected(outcome));
        return hasEnded() ? corrected.parkedOrEnded(endedAt.orElseThrow()) : corrected;
    }

    /**
     * With every matching wait ended, so that those steps are tried again. A run that was waiting
     * runs again.
     *
     * @return the same run when nothing matches
     */
    Run reopened(Predicate<StepOutcome.Waiting> ended, Instant now) {
        List<RunStep> after = steps.stream().map(step -> step.reopened(ended)).toList();
        if (after.equals(steps)) {
            return this;
        }
        Run reopened = with(status, endedAt, dueAt, after);
        return status == RunStatus.WAITING && reopened.nextStep().isPresent()
                ? reopened.with(RunStatus.RUNNING, endedAt, dueAt, reopened.steps)
                : reopened.parkedOrEnded(now);
    }

    /** For a new execution: an older one that is still running can no longer write. */
    Run nextEpoch(Instant now) {
        return nextEpoch(Optional.of(now.plus(LEASE)), Optional.empty());
    }

    /**
     * For a new execution in place of one that was lost or has died. Where several have not even
     * begun, it is the longer until the next one.
     */
    Run nextEpochAfterStall(Instant now) {
        Instant lease = now.plus(LEASE);
        Stall longer = Stall.afterAnotherStart(stall, startsWithoutProgress, lease);
        return nextEpoch(longer.until().or(() -> Optional.of(lease)), Optional.of(longer));
    }

    private Run nextEpoch(Optional<Instant> dueAt, Optional<Stall> stall) {
        return with(
                status, epoch + 1, revision, endedAt, dueAt, startsWithoutProgress, steps, stall);
    }

    /**
     * Its execution was refused: that is no sign that anything is wrong with the run.
     *
     * @return the same run when none had been counted
     */
    Run startRefused(Instant now) {
        return stall.map(it -> dueAt(now.plus(LEASE)).withStall(it.withoutLastStart()))
                .orElse(this);
    }

    /** Whether it is tried at growing intervals, because its executions are lost repeatedly. */
    public boolean isSetAside() {
        return stall.flatMap(Stall::until).isPresent();
    }

    /** The same after one more change. */
    public Run withRevision(long revision) {
        return with(status, epoch, revision, endedAt, dueAt, startsWithoutProgress, steps, stall);
    }

    private Run withStall(Optional<Stall> stall) {
        return with(status, epoch, revision, endedAt, dueAt, startsWithoutProgress, steps, stall);
    }

    private Run parkedOrEnded(Instant now) {
        if (nextStep().isPresent()) {
            return this;
        }
        Optional<Instant> wait =
                steps.stream()
                        .flatMap(step -> step.waiting().stream())
                        .map(StepOutcome.Waiting::until)
                        .min(Instant::compareTo);
        if (wait.isPresent()) {
            return with(RunStatus.WAITING, endedAt, wait, steps);
        }
        if (status == RunStatus.CANCELLED) {
            return this;
        }
        boolean failed = steps.stream().anyMatch(RunStep::hasFailed);
        return with(
                failed ? RunStatus.FAILED : RunStatus.COMPLETED,
                Optional.of(now),
                Optional.empty(),
                steps);
    }

    private Run withStep(int index, RunStep step) {
        return with(status, endedAt, dueAt, RunSteps.replaced(steps, index, step));
    }

    private Run with(
            RunStatus status,
            Optional<Instant> endedAt,
            Optional<Instant> dueAt,
            List<RunStep> steps) {
        return with(status, epoch, revision, endedAt, dueAt, startsWithoutProgress, steps, stall);
    }

    private Run with(
            RunStatus status,
            int epoch,
            long revision,
            Optional<Instant> endedAt,
            Optional<Instant> dueAt,
            int startsWithoutProgress,
            List<RunStep> steps,
            Optional<Stall> stall) {
        return new Run(
                key,
                flow,
                flowVersion,
                fan,
                event,
                test,
                status,
                epoch,
                revision,
                startedAt,
                endedAt,
                dueAt,
                startsWithoutProgress,
                steps,
                stall);
    }
}
