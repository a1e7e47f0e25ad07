package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.step.StepType;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** A step that an invocation owns: its claim, and what it writes to the ledger. */
final class OwnedStep {
    private final StepRunnerPorts ports;
    private final StepFence fence;
    private final Delivery delivery;
    private final StepTicket ticket;
    private final StepClaim claim;
    private Run run;
    private Optional<WaitSteps.KnownFacts> known = Optional.empty();

    /**
     * @param run as it was read with the claim
     */
    OwnedStep(
            StepRunnerPorts ports,
            StepFence fence,
            Delivery delivery,
            StepTicket ticket,
            StepClaim claim,
            Run run) {
        this.ports = ports;
        this.fence = fence;
        this.delivery = delivery;
        this.ticket = ticket;
        this.claim = claim;
        this.run = run;
    }

    /** The run as it was read last. */
    Run run() {
        return run;
    }

    /** What was read lately, for the wait steps after this one. */
    void knows(WaitSteps.KnownFacts facts) {
        known = Optional.of(facts);
    }

    /** The facts that were read last. */
    Facts facts() {
        return known.map(WaitSteps.KnownFacts::facts).orElseGet(Facts::none);
    }

    /** Releases the claim, under which nothing was done, so that another invocation may act. */
    void giveBackClaim() {
        if (delivery == Delivery.REPEATABLE) {
            return;
        }
        while (ports.ledger()
                .replace(run, run.changed(ticket.index(), RunStep::released))
                .isEmpty()) {
            if (lostClaim().isPresent()) {
                // nothing was done: if the run was cancelled meanwhile, its step can say so
                complete(
                        outcome(
                                new StepOutcome.Skipped(Reason.CANCELLED),
                                Optional.empty(),
                                Optional.empty()));
                return;
            }
        }
    }

    /** Work before anything is done under the claim: if it fails, the retry may act. */
    <T> T undone(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            giveBackClaim();
            throw e;
        }
    }

    OutcomeRecord outcome(
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

    /** Records an outcome, unless the invocation has lost the step. */
    StepAnswer record(FlowDefinition definition, OutcomeRecord outcome) {
        while (true) {
            Optional<StepAnswer> answer = store(definition, outcome);
            if (answer.isPresent()) {
                return answer.get();
            }
            answer = lostClaim();
            if (answer.isPresent()) {
                complete(outcome);
                return answer.get();
            }
        }
    }

    /**
     * Records an outcome on condition that the run has not changed since it was read.
     *
     * @return what the execution does next; empty if the run has changed, and this invocation still
     *     owns the step
     */
    Optional<StepAnswer> tryRecord(FlowDefinition definition, OutcomeRecord outcome) {
        Optional<StepAnswer> stored = store(definition, outcome);
        if (stored.isPresent()) {
            return stored;
        }
        Optional<StepAnswer> lost = lostClaim();
        lost.ifPresent(_ -> complete(outcome));
        return lost;
    }

    private Optional<StepAnswer> store(FlowDefinition definition, OutcomeRecord outcome) {
        Run settled = settled(definition, outcome);
        boolean yields = ticket.answer(settled, now()) instanceof StepAnswer.Yield;
        Optional<Run> stored = ports.ledger().replace(run, yields ? settled.dueAt(now()) : settled);
        stored.ifPresent(it -> ports.observer().settled(new Progress(run, it)));
        return stored.map(it -> yields ? new StepAnswer.Yield() : it.answer());
    }

    /**
     * With its outcome, and those of the wait steps after it. What was done must be recorded in any
     * case: a wait for a release that cannot be announced is left open, and with it the run.
     */
    private Run settled(FlowDefinition definition, OutcomeRecord outcome) {
        Run done = run.settled(ticket.index(), outcome, definition.onFailure());
        if (!done.isAtWaitStep()) {
            return done;
        }
        try {
            return new ReleaseWaits(ports.waitingRuns(), ports.ids())
                    .announced(
                            run,
                            fresh ->
                                    fresh
                                            ? advanced(
                                                    done,
                                                    definition,
                                                    Optional.of(asOfNow(definition)))
                                            : judged(done, definition));
        } catch (RuntimeException e) {
            ports.observer().stepFailed(run.key(), ticket.index(), e);
            return advanced(done, definition, Optional.empty());
        }
    }

    /**
     * By what was known before the step was done. That may be as old as this invocation: a wait for
     * a release, which ends for good, ends only by what is known now.
     */
    private Run judged(Run done, FlowDefinition definition) {
        Run judged = advanced(done, definition, known);
        boolean endsWait =
                judged.steps().stream()
                                .filter(it -> it.type() == StepType.WAIT && it.hasEnded())
                                .count()
                        > done.steps().stream()
                                .filter(it -> it.type() == StepType.WAIT && it.hasEnded())
                                .count();
        return endsWait && known.filter(it -> it.required().release().isPresent()).isPresent()
                ? advanced(done, definition, Optional.of(asOfNow(definition)))
                : judged;
    }

    private Run advanced(
            Run done, FlowDefinition definition, Optional<WaitSteps.KnownFacts> facts) {
        return ports.waits().advance(done, definition, Optional.of(ticket.index()), facts, now());
    }

    private WaitSteps.KnownFacts asOfNow(FlowDefinition definition) {
        RequiredFacts required =
                ports.waits().requiredAfter(ticket.index(), definition, run).asOfNow();
        return new WaitSteps.KnownFacts(required, ports.facts().read(run, required));
    }

    /**
     * Adds what only this invocation knows to a step that was settled meanwhile: by a delivery
     * report, which does not say what permitted the message, or by cancelling the run, which does
     * not say what was done.
     */
    private void complete(OutcomeRecord known) {
        while (true) {
            Optional<Run> found = ports.ledger().find(run.key());
            if (found.isEmpty()) {
                return;
            }
            Run before = found.get();
            Run after = before.changed(ticket.index(), step -> completed(step, known));
            if (after.equals(before)) {
                return;
            }
            Optional<Run> stored = ports.ledger().replace(before, after);
            if (stored.isPresent()) {
                ports.observer().settled(new Progress(before, stored.get()));
                return;
            }
        }
    }

    private RunStep completed(RunStep step, OutcomeRecord known) {
        if (step.wasCancelledUnder(ticket.token())) {
            RunStep corrected =
                    step.corrected(
                            known.outcome().isFinal()
                                    ? known.outcome()
                                    : new StepOutcome.Skipped(Reason.CANCELLED));
            return known.permit().map(corrected::permitted).orElse(corrected);
        }
        return known.permit()
                .filter(_ -> step.lacksPermitOf(ticket.token()))
                .map(step::permitted)
                .orElse(step);
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
