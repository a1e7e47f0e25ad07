package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.OnUnmet;
import dev.actionflows.domain.flow.Step;
import dev.actionflows.domain.id.IdSource;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Does one step of one run: takes it, checks what it requires, acts, records the outcome and says
 * what is next. It may be called again at any moment, also while an earlier call still runs: the
 * ledger decides who may act and whose word counts.
 *
 * @param <S> the step type
 */
public final class StepRunner<S extends Step> {
    /**
     * How often the state machine calls again after a {@link RetryableStepException}; a test holds
     * both together.
     */
    public static final int MAX_RETRIES = 2;

    /** How long a step waits at most for what it requires, or for its provider. */
    static final Duration MAX_WAIT = Duration.ofDays(30);

    /** Kept back from the function's time for recording the outcome. */
    private static final Duration RECORDING_RESERVE = Duration.ofSeconds(3);

    /**
     * A claim outlives its function by this much, so that an expired claim's holder is certainly
     * dead.
     */
    private static final Duration CLAIM_MARGIN = Duration.ofSeconds(5);

    private static final Duration FIRST_BACKOFF = Duration.ofMinutes(1);
    private static final Duration MAX_BACKOFF = Duration.ofHours(6);

    private final StepAction<S> action;
    private final RunLedger ledger;
    private final FactReader facts;
    private final WaitingRuns waitingRuns;
    private final RunObserver observer;
    private final IdSource ids;
    private final InstantSource clock;

    public StepRunner(
            StepAction<S> action,
            RunLedger ledger,
            FactReader facts,
            WaitingRuns waitingRuns,
            RunObserver observer,
            IdSource ids,
            InstantSource clock) {
        this.action = action;
        this.ledger = ledger;
        this.facts = facts;
        this.waitingRuns = waitingRuns;
        this.observer = observer;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param timeLeft until the function is ended from outside
     * @throws RetryableStepException when the state machine should call again soon
     */
    public StepAnswer run(StepTicket ticket, Duration timeLeft) {
        Instant now = clock.instant();
        StepClaim claim =
                new StepClaim(ticket.token(), ids.nonce(), now.plus(timeLeft).plus(CLAIM_MARGIN));
        Deadline deadline = new Deadline(now.plus(timeLeft).minus(RECORDING_RESERVE), clock);
        try {
            return switch (take(ticket, claim, now)) {
                case Standing.Mine(Run run) -> new Pass(ticket, claim, run, deadline).act();
                case Standing.InDoubt(Run run, StepClaim dead) ->
                        new Pass(ticket, dead, run, deadline).leaveUnknown();
                case Standing.Settled(StepAnswer answer) -> answer;
                case Standing.Lost() -> new StepAnswer.Stale();
            };
        } catch (RetryableStepException e) {
            throw e;
        } catch (RuntimeException e) {
            // the ledger or another store did not answer: whatever was claimed or done, the next
            // call finds out
            observer.stepFailed(ticket.run(), ticket.index(), e);
            // without its cause: whoever gets it would log the cause's message, whatever it quotes
            throw new RetryableStepException(Reason.INTERNAL_ERROR);
        }
    }

    private Standing take(StepTicket ticket, StepClaim claim, Instant now) {
        boolean exclusive = action.delivery() == Delivery.AT_MOST_ONCE;
        if (!exclusive && !ticket.first()) {
            // fenced by the epoch when its outcome is recorded: reading is enough
            return standing(ledger.find(ticket.run()), ticket, claim, now);
        }
        RunLedger.ClaimRequest request =
                new RunLedger.ClaimRequest(
                        ticket.epoch(),
                        ticket.index(),
                        exclusive ? Optional.of(claim) : Optional.empty(),
                        ticket.first() ? Optional.of(now.plus(Run.LEASE)) : Optional.empty(),
                        now);
        return switch (ledger.claim(ticket.run(), request)) {
            case RunLedger.ClaimResult.Granted(Run run) -> new Standing.Mine(run);
            case RunLedger.ClaimResult.Refused(Optional<Run> run) ->
                    standing(run, ticket, claim, now);
        };
    }

    /** Where an invocation stands towards a step. */
    private sealed interface Standing {
        /** It may act and record. */
        record Mine(Run run) implements Standing {}

        /** Somebody who is dead may have acted: nobody may act again. */
        record InDoubt(Run run, StepClaim dead) implements Standing {}

        /** An earlier try of the same state has recorded the outcome. */
        record Settled(StepAnswer answer) implements Standing {}

        /** Another execution has the run or the step. */
        record Lost() implements Standing {}
    }

    private Standing standing(Optional<Run> found, StepTicket ticket, StepClaim mine, Instant now) {
        if (found.isEmpty()
                || found.get().epoch() != ticket.epoch()
                || ticket.index() >= found.get().steps().size()) {
            return new Standing.Lost();
        }
        Run run = found.get();
        RunStep step = run.step(ticket.index());
        if (!step.isOpen()) {
            return step.settledBy().filter(ticket.token()::equals).isPresent()
                    ? new Standing.Settled(run.answer())
                    : new Standing.Lost();
        }
        if (run.status() != RunStatus.RUNNING) {
            return new Standing.Lost();
        }
        if (action.delivery() == Delivery.REPEATABLE) {
            return new Standing.Mine(run);
        }
        if (step.claim().isEmpty()) {
            // refused, yet nobody holds it: the holder has given it back in this very moment
            throw new RetryableStepException(Reason.INTERNAL_ERROR);
        }
        StepClaim holder = step.claim().get();
        if (holder.nonce().equals(mine.nonce())) {
            return new Standing.Mine(run);
        }
        // Step Functions calls again only after the earlier call has ended, so a claim of the same
        // state is a dead one
        boolean dead = holder.token().equals(mine.token()) || !now.isBefore(holder.until());
        return dead ? new Standing.InDoubt(run, holder) : new Standing.Lost();
    }

    /** One invocation's work on a step that is its own. */
    private final class Pass {
        private final StepTicket ticket;
        private final StepClaim claim;
        private final Deadline deadline;
        private Run run;

        Pass(StepTicket ticket, StepClaim claim, Run run, Deadline deadline) {
            this.ticket = ticket;
            this.claim = claim;
            this.run = run;
            this.deadline = deadline;
        }

        StepAnswer act() {
            FlowDefinition definition;
            S step;
            StepContext context;
            Optional<Unmet> unmet;
            try {
                definition = definition();
                step = action.stepClass().cast(definition.steps().get(ticket.index()));
                context = context(step);
                unmet = unmet(step, context);
            } catch (RuntimeException e) {
                giveBackClaim();
                throw e;
            }
            return unmet.isPresent()
                    ? wait(definition, step, unmet.get(), this::attempt)
                    : conclude(definition, step, attempt(step, context));
        }

        StepAnswer leaveUnknown() {
            return record(
                    definition(), new StepOutcome.Unknown(Reason.INTERRUPTED), Optional.empty());
        }

        private FlowDefinition definition() {
            return facts.flowVersion(run.key().project(), run.flow(), run.flowVersion())
                    .definition();
        }

        private StepContext context(S step) {
            Facts known = facts.read(run, action.needs(step));
            return new StepContext(run, known, clock.instant(), deadline);
        }

        private Optional<Unmet> unmet(S step, StepContext context) {
            if (context.facts().flowStatus().filter(FlowStatus.PAUSED::equals).isPresent()) {
                return Optional.of(
                        Unmet.until(Requirement.activeFlow(run.flow()), Reason.FLOW_PAUSED));
            }
            return action.unmet(step, context);
        }

        private Attempt attempt(S step, StepContext context) {
            try {
                Attempt attempt = action.attempt(step, context);
                if (attempt.reason().isOfProvider()) {
                    observer.providerFailed(run, ticket.index(), attempt.reason());
                }
                return attempt;
            } catch (RetryableStepException e) {
                observer.stepFailed(run.key(), ticket.index(), e);
                return new Attempt.TryAgain(Reason.INTERNAL_ERROR);
            } catch (RuntimeException e) {
                observer.stepFailed(run.key(), ticket.index(), e);
                return switch (action.delivery()) {
                    case REPEATABLE -> new Attempt.TryAgain(Reason.INTERNAL_ERROR);
                    case AT_MOST_ONCE -> Attempt.unknown(Reason.INTERRUPTED);
                };
            }
        }

        private StepAnswer conclude(FlowDefinition definition, S step, Attempt attempt) {
            return switch (attempt) {
                case Attempt.Ended(StepOutcome outcome) ->
                        record(definition, outcome, Optional.empty());
                case Attempt.Lacking(Unmet unmet) ->
                        // it has just been tried: met or not by now, the next try is another call's
                        wait(
                                definition,
                                step,
                                unmet,
                                (_, _) -> new Attempt.TryAgain(unmet.reason()));
                case Attempt.TryAgain(Reason reason) -> {
                    if (ticket.retryCount() < MAX_RETRIES) {
                        throw again(reason);
                    }
                    yield tryLater(definition, step, Attempt.tryLater(reason, backoff()));
                }
                case Attempt.TryLater later -> tryLater(definition, step, later);
            };
        }

        /** The claim is given back first: nothing was done under it, so the retry may act. */
        private RetryableStepException again(Reason reason) {
            giveBackClaim();
            return new RetryableStepException(reason);
        }

        private void giveBackClaim() {
            if (action.delivery() == Delivery.REPEATABLE) {
                return;
            }
            while (ledger.replace(run, run.released(ticket.index())).isEmpty()) {
                if (takenFromUs().isPresent()) {
                    return;
                }
            }
        }

        /**
         * Waits for what is lacking, unless it is there by now. No wake-up is lost: the wait is
         * announced first, then the requirement is read again, then the wait is recorded on
         * condition that nobody has touched the run since. Whoever meets the requirement touches
         * every run whose announcement is seen.
         *
         * @param whenMet what to do if it is there by now
         */
        private StepAnswer wait(
                FlowDefinition definition,
                S step,
                Unmet first,
                BiFunction<S, StepContext, Attempt> whenMet) {
            Unmet unmet = first;
            while (true) {
                OnUnmet policy =
                        unmet.reason() == Reason.FLOW_PAUSED ? OnUnmet.HOLD : step.onUnmet();
                Instant giveUpAt = giveUpAt(clock.instant());
                if (unmet.requirement().isEmpty()
                        || policy == OnUnmet.SKIP
                        || !clock.instant().isBefore(giveUpAt)) {
                    return record(
                            definition, new StepOutcome.Skipped(unmet.reason()), Optional.empty());
                }
                waitingRuns.add(
                        run.key(), unmet.requirement().get(), ids.nonce(), giveUpAt.plus(MAX_WAIT));
                StepContext context = context(step);
                Optional<Unmet> still = unmet(step, context);
                if (still.isEmpty()) {
                    return conclude(definition, step, whenMet.apply(step, context));
                }
                if (!still.get().equals(unmet)) {
                    unmet = still.get();
                    continue;
                }
                StepOutcome waiting =
                        new StepOutcome.Waiting(
                                unmet.reason(),
                                unmet.requirement(),
                                giveUpAt,
                                policy == OnUnmet.HOLD);
                Optional<Run> stored =
                        store(
                                run.settled(
                                        ticket.index(),
                                        settlement(waiting, Optional.of(giveUpAt)),
                                        definition.onFailure()));
                if (stored.isPresent()) {
                    return stored.get().answer();
                }
                Optional<StepAnswer> taken = takenFromUs();
                if (taken.isPresent()) {
                    return taken.get();
                }
            }
        }

        private StepAnswer tryLater(FlowDefinition definition, S step, Attempt.TryLater later) {
            Instant now = clock.instant();
            Instant giveUpAt = giveUpAt(now);
            Instant next = now.plus(later.after());
            if (next.isAfter(giveUpAt)) {
                return record(
                        definition, new StepOutcome.Failed(later.reason()), Optional.of(giveUpAt));
            }
            StepOutcome waiting =
                    new StepOutcome.Waiting(
                            later.reason(),
                            later.orOnceMet(),
                            next,
                            step.onUnmet() != OnUnmet.DEFER);
            if (later.orOnceMet().isEmpty()) {
                return record(definition, waiting, Optional.of(giveUpAt));
            }
            waitingRuns.add(run.key(), later.orOnceMet().get(), ids.nonce(), next);
            // recorded only if nobody has touched the run since: a touch means that it may be met
            // by now
            return store(
                            run.settled(
                                    ticket.index(),
                                    settlement(waiting, Optional.of(giveUpAt)),
                                    definition.onFailure()))
                    .map(Run::answer)
                    .or(this::takenFromUs)
                    .orElseGet(
                            () -> conclude(definition, step, new Attempt.TryAgain(later.reason())));
        }

        private Instant giveUpAt(Instant now) {
            return run.step(ticket.index()).giveUpAt().orElse(now.plus(MAX_WAIT));
        }

        private Duration backoff() {
            int doublings = Math.min(run.step(ticket.index()).attempts(), 20);
            Duration backoff = FIRST_BACKOFF.multipliedBy(1L << doublings);
            return backoff.compareTo(MAX_BACKOFF) < 0 ? backoff : MAX_BACKOFF;
        }

        private StepAnswer record(
                FlowDefinition definition, StepOutcome outcome, Optional<Instant> giveUpAt) {
            Settlement settlement = settlement(outcome, giveUpAt);
            while (true) {
                Optional<Run> stored =
                        store(run.settled(ticket.index(), settlement, definition.onFailure()));
                if (stored.isPresent()) {
                    return stored.get().answer();
                }
                Optional<StepAnswer> taken = takenFromUs();
                if (taken.isPresent()) {
                    return taken.get();
                }
            }
        }

        private Optional<Run> store(Run after) {
            Optional<Run> stored = ledger.replace(run, after);
            stored.ifPresent(it -> observer.settled(new Progress(run, it)));
            return stored;
        }

        private Settlement settlement(StepOutcome outcome, Optional<Instant> giveUpAt) {
            return new Settlement(
                    outcome,
                    ticket.enteredAt(),
                    clock.instant(),
                    ticket.retryCount() + 1,
                    giveUpAt,
                    ticket.token());
        }

        /**
         * The run has changed since it was read: reads it again.
         *
         * @return empty when the step is still ours, as after a wake-up; else what to answer
         */
        private Optional<StepAnswer> takenFromUs() {
            return switch (standing(ledger.find(ticket.run()), ticket, claim, clock.instant())) {
                case Standing.Mine(Run current) -> {
                    run = current;
                    yield Optional.empty();
                }
                case Standing.Settled(StepAnswer answer) -> Optional.of(answer);
                case Standing.InDoubt _, Standing.Lost _ -> Optional.of(new StepAnswer.Stale());
            };
        }
    }
}
