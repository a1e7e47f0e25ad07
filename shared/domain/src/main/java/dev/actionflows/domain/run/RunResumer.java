package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.messaging.quiethours.QuietHours;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;

/** Resumes runs that are due. Idempotent: a second call finds a later due time. */
public final class RunResumer {
    private static final int NO_STEP = -1;

    private final RunLedger ledger;
    private final FactReader facts;
    private final ExecutionStarter executions;
    private final RunObserver observer;
    private final InstantSource clock;
    private final WaitSteps waits;
    private final ReleaseWaits releaseWaits;

    /** With the time zones of phone numbers that the project maintains. */
    public RunResumer(
            RunLedger ledger,
            FactReader facts,
            WaitingRunStore waitingRuns,
            ExecutionStarter executions,
            RunObserver observer,
            IdSource ids,
            InstantSource clock) {
        this(ledger, facts, waitingRuns, executions, observer, ids, clock, QuietHours::standard);
    }

    public RunResumer(
            RunLedger ledger,
            FactReader facts,
            WaitingRunStore waitingRuns,
            ExecutionStarter executions,
            RunObserver observer,
            IdSource ids,
            InstantSource clock,
            Supplier<QuietHours> quietHours) {
        this.waits = new WaitSteps(quietHours);
        this.releaseWaits = new ReleaseWaits(waitingRuns, ids);
        this.ledger = ledger;
        this.facts = facts;
        this.executions = executions;
        this.observer = observer;
        this.clock = clock;
    }

    /** What was done about a run. */
    public enum Resumption {
        /** It is no longer due. */
        NOT_DUE,
        /** It was RUNNING without progress: another execution takes over. */
        STALLED,
        /** A wait is over: the step is tried again. */
        WAIT_OVER,
        /** A step may still be in progress: the run is checked again when it cannot be. */
        POSTPONED,
        /** Its next step killed too many executions and was given up. */
        GIVEN_UP
    }

    /** Reads the run and does what is due. */
    public Resumption resume(RunKey key) {
        while (true) {
            Instant now = clock.instant();
            Optional<Run> due = ledger.find(key).filter(run -> run.isDue(now));
            if (due.isEmpty()) {
                observer.workRefused(key, RunObserver.Refusal.NOT_DUE);
                return Resumption.NOT_DUE;
            }
            Optional<Resumption> done = resume(due.get(), now);
            if (done.isPresent()) {
                return done.get();
            }
        }
    }

    /** Starts an execution that was requested, unless one has begun. Idempotent. */
    public void start(WakeUp.StartRun request) {
        Optional<Run> found =
                ledger.find(request.run())
                        .filter(run -> run.epoch() == request.epoch())
                        .filter(run -> run.answer() instanceof StepAnswer.Next)
                        .filter(run -> run.startsWithoutProgress() == 0);
        if (found.isEmpty()) {
            observer.workRefused(request.run(), RunObserver.Refusal.NOT_DUE);
        } else if (executions.start(found.get(), true)) {
            observer.runResumed(request.run(), RunObserver.Cause.RETRIED);
        }
    }

    /**
     * @return empty if the run was changed concurrently
     */
    private Optional<Resumption> resume(Run run, Instant now) {
        if (run.status() == RunStatus.WAITING) {
            Run awake = pastWaits(run.reopened(wait -> !wait.until().isAfter(now), now), now);
            return storeAndStart(run, awake, RunObserver.Cause.WAIT_DUE, now)
                    .map(_ -> Resumption.WAIT_OVER);
        }
        // any step, not only the next one: an earlier step that had let it go first may be open
        // again
        Optional<Instant> underWay =
                run.steps().stream()
                        .filter(RunStep::isOpen)
                        .flatMap(step -> step.claim().stream())
                        .map(StepClaim::until)
                        .filter(until -> until.isAfter(now))
                        .max(Comparator.naturalOrder());
        if (underWay.isPresent()) {
            return ledger.replace(run, run.dueAt(underWay.get())).map(_ -> Resumption.POSTPONED);
        }
        if (run.isAtWaitStep()) {
            return storeAndStart(run, pastWaits(run, now), RunObserver.Cause.WAIT_DUE, now)
                    .map(_ -> Resumption.WAIT_OVER);
        }
        int index = run.nextStep().orElseThrow();
        if (run.startsWithoutProgress() < Run.MAX_STARTS_WITHOUT_PROGRESS) {
            return storeAndStart(run, run, RunObserver.Cause.STALLED, now)
                    .map(_ -> Resumption.STALLED);
        }
        Optional<Run> stored =
                storeAndStart(run, givenUp(run, index, now), RunObserver.Cause.STALLED, now);
        stored.ifPresent(it -> observer.stepGivenUp(it, index));
        return stored.map(_ -> Resumption.GIVEN_UP);
    }

    /**
     * With its next wait steps judged. Reads nothing unless it is at one, and once more only for
     * waits that are about different releases.
     */
    private Run pastWaits(Run run, Instant now) {
        Run current = run;
        while (current.isAtWaitStep()) {
            FlowDefinition definition = definition(current);
            RequiredFacts required = waits.requiredAfter(NO_STEP, definition, current);
            Run before = current;
            current =
                    releaseWaits.announced(
                            before,
                            fresh ->
                                    advanced(
                                            before,
                                            definition,
                                            fresh ? required.asOfNow() : required,
                                            now));
        }
        return current;
    }

    private Run advanced(Run run, FlowDefinition definition, RequiredFacts required, Instant now) {
        return waits.advance(
                run,
                definition,
                Optional.empty(),
                Optional.of(new WaitSteps.KnownFacts(required, facts.read(run, required))),
                now);
    }

    private FlowDefinition definition(Run run) {
        return facts.flowVersion(run.key().project(), run.flow(), run.flowVersion()).definition();
    }

    /** Stores the run and starts an execution if there is a step to do. */
    private Optional<Run> storeAndStart(
            Run run, Run changed, RunObserver.Cause cause, Instant now) {
        boolean running = changed.status() == RunStatus.RUNNING;
        Optional<Run> stored = ledger.replace(run, running ? next(changed, cause, now) : changed);
        stored.map(it -> new Progress(run, it))
                .filter(it -> !it.settledSteps().isEmpty())
                .ifPresent(observer::settled);
        // even if the start is refused, the run is due again soon unless an execution begins
        if (running && stored.isPresent()) {
            if (executions.start(stored.get(), cause == RunObserver.Cause.STALLED)) {
                observer.runResumed(run.key(), cause);
            } else if (stored.get().stall().isPresent()) {
                // a concurrent change has already handled the run
                ledger.replace(stored.get(), stored.get().startRefused(now));
            }
        }
        return stored;
    }

    private static Run next(Run changed, RunObserver.Cause cause, Instant now) {
        return switch (cause) {
            case STALLED -> changed.nextEpochAfterStall(now);
            case WAIT_DUE, REQUIREMENT_MET, RETRIED -> changed.nextEpoch(now);
        };
    }

    private Run givenUp(Run run, int index, Instant now) {
        FlowDefinition definition = definition(run);
        StepOutcome outcome =
                run.step(index).claim().isPresent()
                        ? new StepOutcome.Unknown(Reason.INTERRUPTED)
                        : MessageFallback.apply(
                                definition,
                                run,
                                index,
                                new StepOutcome.Failed(Reason.INTERNAL_ERROR));
        OutcomeRecord outcomeRecord =
                new OutcomeRecord(
                        outcome, now, now, 0, Optional.empty(), Optional.empty(), Optional.empty());
        return run.settled(index, outcomeRecord, definition.onFailure());
    }
}
