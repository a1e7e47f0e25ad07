package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.messaging.SendPermit;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One invocation's work on a step that it owns.
 *
 * @param <S> the step type
 */
final class StepPass<S extends Step> {
    /** The longest time that a step waits for its requirement or its provider. */
    static final Duration MAX_WAIT = Duration.ofDays(30);

    private final StepAction<S> action;
    private final StepRunnerPorts ports;
    private final StepFence fence;
    private final StepTicket ticket;
    private final StepClaim claim;
    private final Deadline deadline;
    private Run run;

    StepPass(
            StepAction<S> action,
            StepRunnerPorts ports,
            StepFence fence,
            StepTicket ticket,
            StepClaim claim,
            Run run,
            Deadline deadline) {
        this.action = action;
        this.ports = ports;
        this.fence = fence;
        this.ticket = ticket;
        this.claim = claim;
        this.run = run;
        this.deadline = deadline;
    }

    StepAnswer act() {
        FlowDefinition definition;
        S step;
        StepContext context;
        Optional<MissingRequirement> missing;
        try {
            definition = definition();
            step = action.stepClass().cast(definition.steps().get(ticket.index()));
            context = context(action.requiredFacts(step));
            missing = missingRequirement(step, context);
        } catch (RuntimeException e) {
            giveBackClaim();
            throw e;
        }
        return missing.isPresent()
                ? wait(definition, step, missing.get(), this::attempt)
                : conclude(definition, step, attempt(step, context));
    }

    StepAnswer leaveUnknown() {
        return record(definition(), new StepOutcome.Unknown(Reason.INTERRUPTED));
    }

    private FlowDefinition definition() {
        return ports.facts()
                .flowVersion(run.key().project(), run.flow(), run.flowVersion())
                .definition();
    }

    private StepContext context(RequiredFacts required) {
        Facts known = ports.facts().read(run, required);
        return new StepContext(run, ticket.index(), known, now(), deadline);
    }

    private Optional<MissingRequirement> missingRequirement(S step, StepContext context) {
        FlowStatus flow = context.facts().flowStatus().orElse(FlowStatus.ARCHIVED);
        return switch (flow) {
            case DRAFT, ACTIVE -> action.missingRequirement(step, context);
            case PAUSED ->
                    // a flow in test mode acts for its test fans even if it is a draft or paused
                    run.test()
                            ? action.missingRequirement(step, context)
                            : Optional.of(
                                    MissingRequirement.until(
                                            Requirement.activeFlow(run.flow()),
                                            Reason.FLOW_PAUSED));
            case ARCHIVED -> Optional.of(MissingRequirement.permanent(Reason.FLOW_ARCHIVED));
        };
    }

    private Attempt attempt(S step, StepContext context) {
        try {
            Attempt attempt = action.attempt(step, context);
            if (attempt.reason().isOfProvider()) {
                ports.observer().providerFailed(run, ticket.index(), attempt.reason());
            }
            return attempt;
        } catch (RetryableStepException e) {
            ports.observer().stepFailed(run.key(), ticket.index(), e);
            return new Attempt.TryAgain(Reason.INTERNAL_ERROR);
        } catch (RuntimeException e) {
            ports.observer().stepFailed(run.key(), ticket.index(), e);
            return switch (action.delivery()) {
                case REPEATABLE -> new Attempt.TryAgain(Reason.INTERNAL_ERROR);
                case AT_MOST_ONCE -> Attempt.unknown(Reason.INTERRUPTED);
            };
        }
    }

    private StepAnswer conclude(FlowDefinition definition, S step, Attempt attempt) {
        return switch (attempt) {
            case Attempt.Ended(StepOutcome outcome, Optional<SendPermit> permit) ->
                    record(definition, outcomeRecord(outcome, Optional.empty(), permit));
            case Attempt.Blocked(MissingRequirement missing) ->
                    // this invocation has just tried the step: the next attempt is another call's,
                    // even if the requirement is met by now
                    wait(
                            definition,
                            step,
                            missing,
                            (_, _) -> new Attempt.TryAgain(missing.reason()));
            case Attempt.TryAgain(Reason reason) -> {
                if (ticket.retryCount() < StepRunner.MAX_RETRIES && !ticket.yields(now())) {
                    throw again(reason);
                }
                yield tryLater(
                        definition,
                        step,
                        Attempt.tryLater(
                                reason, StepBackoff.after(run.step(ticket.index()).attempts())));
            }
            case Attempt.TryLater later -> tryLater(definition, step, later);
            case Attempt.NotBefore(Reason reason, Instant at) ->
                    step.onUnmet() == OnUnmet.SKIP
                            ? record(definition, new StepOutcome.Skipped(reason))
                            : tryLater(
                                    definition,
                                    step,
                                    Attempt.tryLater(reason, Duration.between(now(), at)));
        };
    }

    /** Releases the claim first: nothing was done under it, so the retry may act. */
    private RetryableStepException again(Reason reason) {
        giveBackClaim();
        return new RetryableStepException(reason);
    }

    private void giveBackClaim() {
        if (action.delivery() == Delivery.REPEATABLE) {
            return;
        }
        while (ports.ledger().replace(run, run.released(ticket.index())).isEmpty()) {
            if (lostClaim().isPresent()) {
                return;
            }
        }
    }

    /**
     * Waits for the missing requirement, unless it is met by now. No wake-up is lost: the wait is
     * announced, then the requirement is read again, then the wait is recorded on condition that
     * the run has not changed since. Code that meets a requirement changes every run whose
     * announcement it sees.
     *
     * @param whenMet what to do if the requirement is met by now
     */
    private StepAnswer wait(
            FlowDefinition definition,
            S step,
            MissingRequirement first,
            BiFunction<S, StepContext, Attempt> whenMet) {
        MissingRequirement missing = first;
        while (true) {
            OnUnmet policy = missing.reason() == Reason.FLOW_PAUSED ? OnUnmet.HOLD : step.onUnmet();
            Instant giveUpAt = giveUpAt(now());
            if (missing.requirement().isEmpty()
                    || policy == OnUnmet.SKIP
                    || !now().isBefore(giveUpAt)) {
                return record(definition, new StepOutcome.Skipped(missing.reason()));
            }
            ports.waitingRuns()
                    .add(
                            run.key(),
                            missing.requirement().get(),
                            ports.ids().nonce(),
                            giveUpAt.plus(MAX_WAIT));
            // without cached values, which can predate the requirement being met
            StepContext context = context(action.requiredFacts(step).asOfNow());
            Optional<MissingRequirement> still = missingRequirement(step, context);
            if (still.isEmpty()) {
                return conclude(definition, step, whenMet.apply(step, context));
            }
            if (!still.get().equals(missing)) {
                missing = still.get();
                continue;
            }
            StepOutcome waiting =
                    new StepOutcome.Waiting(
                            missing.reason(),
                            missing.requirement(),
                            giveUpAt,
                            policy == OnUnmet.HOLD);
            Optional<StepAnswer> answer =
                    store(definition, waited(waiting, giveUpAt)).or(this::lostClaim);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    private StepAnswer tryLater(FlowDefinition definition, S step, Attempt.TryLater later) {
        Instant now = now();
        Instant giveUpAt = giveUpAt(now);
        Instant next = now.plus(later.after());
        if (next.isAfter(giveUpAt)) {
            return record(definition, waited(new StepOutcome.Failed(later.reason()), giveUpAt));
        }
        StepOutcome waiting =
                new StepOutcome.Waiting(
                        later.reason(), later.orOnceMet(), next, step.onUnmet() != OnUnmet.DEFER);
        if (later.orOnceMet().isEmpty()) {
            return record(definition, waited(waiting, giveUpAt));
        }
        ports.waitingRuns().add(run.key(), later.orOnceMet().get(), ports.ids().nonce(), next);
        // recorded only if the run has not changed: a change means that the requirement may be met
        // by now
        return store(definition, waited(waiting, giveUpAt))
                .or(this::lostClaim)
                .orElseGet(() -> conclude(definition, step, new Attempt.TryAgain(later.reason())));
    }

    private Instant giveUpAt(Instant now) {
        return run.step(ticket.index()).giveUpAt().orElse(now.plus(MAX_WAIT));
    }

    private StepAnswer record(FlowDefinition definition, StepOutcome outcome) {
        return record(definition, outcomeRecord(outcome, Optional.empty(), Optional.empty()));
    }

    private StepAnswer record(FlowDefinition definition, OutcomeRecord outcomeRecord) {
        while (true) {
            Optional<StepAnswer> answer = store(definition, outcomeRecord);
            if (answer.isPresent()) {
                return answer.get();
            }
            answer = lostClaim();
            if (answer.isPresent()) {
                outcomeRecord.permit().ifPresent(this::addPermit);
                return answer.get();
            }
        }
    }

    /** For a message whose delivery was reported before this invocation recorded its outcome. */
    private void addPermit(SendPermit permit) {
        while (true) {
            Optional<Run> settled =
                    ports.ledger()
                            .find(run.key())
                            .filter(it -> it.step(ticket.index()).lacksPermitOf(ticket.token()));
            if (settled.isEmpty()) {
                return;
            }
            Run permitted = settled.get().permitted(ticket.index(), permit);
            if (ports.ledger().replace(settled.get(), permitted).isPresent()) {
                return;
            }
        }
    }

    /**
     * Records an outcome on condition that the run has not changed since it was read.
     *
     * @return what the execution does next; empty if the run has changed
     */
    private Optional<StepAnswer> store(FlowDefinition definition, OutcomeRecord outcomeRecord) {
        Run settled = run.settled(ticket.index(), outcomeRecord, definition.onFailure());
        boolean yields = ticket.answer(settled, now()) instanceof StepAnswer.Yield;
        Optional<Run> stored = ports.ledger().replace(run, yields ? settled.dueAt(now()) : settled);
        stored.ifPresent(it -> ports.observer().settled(new Progress(run, it)));
        return stored.map(it -> yields ? new StepAnswer.Yield() : it.answer());
    }

    private OutcomeRecord waited(StepOutcome outcome, Instant giveUpAt) {
        return outcomeRecord(outcome, Optional.of(giveUpAt), Optional.empty());
    }

    private OutcomeRecord outcomeRecord(
            StepOutcome outcome, Optional<Instant> giveUpAt, Optional<SendPermit> permit) {
        return new OutcomeRecord(
                outcome,
                ticket.enteredAt(),
                now(),
                ticket.retryCount() + 1,
                giveUpAt,
                permit,
                Optional.of(ticket.token()));
    }

    /**
     * Reads the run again after it has changed.
     *
     * @return empty if this invocation still owns the step, as after a wake-up; otherwise the
     *     answer to the state machine
     */
    private Optional<StepAnswer> lostClaim() {
        return switch (fence.status(ticket, claim, now())) {
            case ClaimStatus.Mine(Run current) -> {
                run = current;
                yield Optional.empty();
            }
            case ClaimStatus.Settled(StepAnswer answer) -> Optional.of(answer);
            case ClaimStatus.InDoubt _ -> Optional.of(stale(RunObserver.Refusal.TAKEN));
            case ClaimStatus.Lost(RunObserver.Refusal why) -> Optional.of(stale(why));
        };
    }

    private StepAnswer stale(RunObserver.Refusal why) {
        ports.observer().workRefused(run.key(), why);
        return new StepAnswer.Stale();
    }

    private Instant now() {
        return ports.clock().instant();
    }
}
