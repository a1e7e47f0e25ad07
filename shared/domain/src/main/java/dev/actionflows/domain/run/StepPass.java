package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepCondition;

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
    private final StepTicket ticket;
    private final Deadline deadline;
    private final OwnedStep owned;
    private final StepNeeds<S> needs;
    private final RunReading<S> reading;
    private final OutcomeEvents<S> events;

    StepPass(
            StepAction<S> action,
            StepRunnerPorts ports,
            StepTicket ticket,
            OwnedStep owned,
            StepNeeds<S> needs,
            RunReading<S> reading,
            OutcomeEvents<S> events,
            Deadline deadline) {
        this.action = action;
        this.ports = ports;
        this.ticket = ticket;
        this.owned = owned;
        this.needs = needs;
        this.reading = reading;
        this.deadline = deadline;
        this.events = events;
    }

    StepAnswer act() {
        FlowDefinition definition = owned.undone(this::definition);
        Optional<StepOutcome> ladder =
                MessageFallback.outcome(definition, owned.run(), ticket.index(), now());
        if (ladder.isPresent()) {
            return record(definition, ladder.get());
        }
        S step =
                owned.undone(() -> action.stepClass().cast(definition.steps().get(ticket.index())));
        Optional<StepCondition> condition =
                Conditions.toBeJudged(definition, owned.run(), ticket.index());
        RequiredFacts required = Conditions.addTo(requiredFacts(definition, step), condition);
        StepContext context = owned.undone(() -> context(definition, required));
        if (!Conditions.areMet(condition, definition, context)) {
            return record(definition, new StepOutcome.Skipped(Reason.CONDITION_NOT_MET));
        }
        Optional<MissingRequirement> missing =
                owned.undone(() -> missingRequirement(step, context));
        return missing.isPresent()
                ? wait(definition, step, missing.get(), this::attempt)
                : conclude(definition, step, attempt(step, context));
    }

    StepAnswer leaveUnknown() {
        return record(definition(), new StepOutcome.Unknown(Reason.INTERRUPTED));
    }

    private FlowDefinition definition() {
        return ports.facts()
                .flowVersion(
                        owned.run().key().project(), owned.run().flow(), owned.run().flowVersion())
                .definition();
    }

    private RequiredFacts requiredFacts(FlowDefinition definition, S step) {
        return needs.of(definition, step, ticket.index(), owned.run());
    }

    private StepContext context(FlowDefinition definition, RequiredFacts required) {
        WaitSteps.KnownFacts known = reading.facts(owned.run(), required);
        owned.knows(known);
        return new StepContext(
                owned.run(), definition, ticket.index(), known.facts(), now(), deadline);
    }

    private Optional<MissingRequirement> missingRequirement(S step, StepContext context) {
        return Replies.missing(context)
                .or(() -> FlowGate.missing(context))
                .or(() -> action.missingRequirement(step, context));
    }

    private Attempt attempt(S step, StepContext context) {
        return StepAttempt.of(action, step, context, ports.observer());
    }

    private StepAnswer conclude(FlowDefinition definition, S step, Attempt attempt) {
        return switch (attempt) {
            case Attempt.Ended(StepOutcome outcome, Optional<SendPermit> permit) -> {
                if (outcome instanceof StepOutcome.Completed completed) {
                    events.send(owned.run(), ticket.index(), step, completed, owned.facts());
                }
                yield owned.record(
                        definition,
                        owned.outcome(
                                MessageFallback.apply(
                                        definition, owned.run(), ticket.index(), outcome),
                                Optional.empty(),
                                permit));
            }
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
                                reason,
                                StepBackoff.after(owned.run().step(ticket.index()).attempts())));
            }
            case Attempt.TryLater later -> tryLater(definition, step, later);
            case Attempt.NotBefore refused -> notBefore(definition, step, refused);
        };
    }

    /**
     * Waits until the time that an attempt named. If something may permit the step earlier, that
     * wait is announced and the step is decided again, for what happened before the announcement.
     */
    private StepAnswer notBefore(FlowDefinition definition, S step, Attempt.NotBefore first) {
        if (timed(step, first).isEmpty() || first.orOnceMet().isEmpty()) {
            return waitUntil(definition, step, first);
        }
        announce(first.orOnceMet().get(), first.at());
        StepContext context =
                owned.undone(() -> context(definition, requiredFacts(definition, step).asOfNow()));
        Attempt again =
                owned.undone(() -> missingRequirement(step, context))
                        .<Attempt>map(Attempt.Blocked::new)
                        .orElseGet(() -> attempt(step, context));
        return again instanceof Attempt.NotBefore refused
                        && refused.orOnceMet().equals(first.orOnceMet())
                ? waitUntil(definition, step, refused)
                : conclude(definition, step, again);
    }

    private StepAnswer waitUntil(FlowDefinition definition, S step, Attempt.NotBefore refused) {
        // nothing has failed: what is not permitted in time is skipped
        return timed(step, refused)
                .map(wait -> waitUntil(definition, step, wait))
                .orElseGet(() -> conclude(definition, step, refused.skipped()));
    }

    private Optional<TimedWait> timed(S step, Attempt.NotBefore refused) {
        Instant now = now();
        return TimedWait.of(refused, step.onUnmet(), giveUpAt(now), now);
    }

    /** Releases the claim first: nothing was done under it, so the retry may act. */
    private RetryableStepException again(Reason reason) {
        owned.giveBackClaim();
        return new RetryableStepException(reason);
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
            OnUnmet policy = missing.reason().policy(step.onUnmet());
            Instant giveUpAt = giveUpAt(now());
            if (missing.requirement().isEmpty()
                    || policy == OnUnmet.SKIP
                    || !now().isBefore(giveUpAt)) {
                RunStep before = owned.run().step(ticket.index());
                return record(definition, before.leftUndone(missing.reason()));
            }
            announce(missing.requirement().get(), giveUpAt.plus(MAX_WAIT));
            // without cached values, which can predate the requirement being met
            StepContext context =
                    owned.undone(
                            () -> context(definition, requiredFacts(definition, step).asOfNow()));
            Optional<MissingRequirement> still = stillMissing(step, context, missing);
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
                            until(missing, giveUpAt),
                            policy == OnUnmet.HOLD);
            Optional<StepAnswer> answer =
                    owned.undone(() -> owned.tryRecord(definition, waited(waiting, giveUpAt)));
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    private Optional<MissingRequirement> stillMissing(
            S step, StepContext context, MissingRequirement missing) {
        return missingRequirement(step, context)
                .or(() -> owned.undone(() -> action.stillMissing(step, context, missing)));
    }

    private Instant until(MissingRequirement missing, Instant giveUpAt) {
        return missing.lookAgainAfter().map(now()::plus).filter(giveUpAt::isAfter).orElse(giveUpAt);
    }

    private void announce(Requirement requirement, Instant until) {
        owned.undone(
                () -> {
                    ports.waitingRuns()
                            .add(owned.run().key(), requirement, ports.ids().nonce(), until);
                    return requirement;
                });
    }

    private StepAnswer tryLater(FlowDefinition definition, S step, Attempt.TryLater later) {
        Instant now = now();
        Instant giveUpAt = giveUpAt(now);
        Instant next = now.plus(later.after());
        if (next.isAfter(giveUpAt)) {
            return owned.record(
                    definition,
                    owned.outcome(
                            MessageFallback.apply(
                                    definition,
                                    owned.run(),
                                    ticket.index(),
                                    new StepOutcome.Failed(later.reason())),
                            Optional.of(giveUpAt),
                            later.permit()));
        }
        return waitUntil(
                definition, step, new TimedWait(later.reason(), next, later.orOnceMet(), giveUpAt));
    }

    private StepAnswer waitUntil(FlowDefinition definition, S step, TimedWait wait) {
        StepOutcome waiting = wait.outcome(step.onUnmet());
        if (wait.orOnceMet().isEmpty()) {
            return owned.undone(() -> owned.record(definition, waited(waiting, wait.giveUpAt())));
        }
        announce(wait.orOnceMet().get(), wait.until());
        // only if the run has not changed: a change may mean that the requirement is met by now
        return owned.undone(() -> owned.tryRecord(definition, waited(waiting, wait.giveUpAt())))
                .orElseGet(() -> conclude(definition, step, new Attempt.TryAgain(wait.reason())));
    }

    private Instant giveUpAt(Instant now) {
        return owned.run().step(ticket.index()).giveUpAt().orElse(now.plus(MAX_WAIT));
    }

    private StepAnswer record(FlowDefinition definition, StepOutcome outcome) {
        return owned.record(definition, owned.outcome(outcome, Optional.empty(), Optional.empty()));
    }

    private OutcomeRecord waited(StepOutcome outcome, Instant giveUpAt) {
        return owned.outcome(outcome, Optional.of(giveUpAt), Optional.empty());
    }

    private Instant now() {
        return ports.clock().instant();
    }
}
