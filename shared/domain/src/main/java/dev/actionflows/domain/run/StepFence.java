package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides, by the ledger, whether an invocation may act on a step and record its outcome. */
final class StepFence {
    private final RunLedger ledger;
    private final Delivery delivery;

    StepFence(RunLedger ledger, Delivery delivery) {
        this.ledger = ledger;
        this.delivery = delivery;
    }

    /**
     * Claims the step if its delivery requires a write, and returns the result.
     *
     * @param find reads the run
     */
    ClaimStatus take(
            StepTicket ticket, StepClaim claim, Instant now, Supplier<Optional<Run>> find) {
        boolean exclusive = delivery == Delivery.AT_MOST_ONCE;
        boolean begins =
                ticket.first() && ticket.retryCount() == 0 && (exclusive || ticket.counted());
        if (!exclusive && !begins) {
            // the epoch fences the write of the outcome, so that a read suffices
            return status(find.get(), ticket, claim, now);
        }
        RunLedger.ClaimRequest request =
                new RunLedger.ClaimRequest(
                        ticket.epoch(),
                        ticket.index(),
                        exclusive ? Optional.of(claim) : Optional.empty(),
                        begins,
                        now);
        return switch (ledger.claim(ticket.run(), request)) {
            case RunLedger.ClaimResult.Granted(Run run) -> new ClaimStatus.Mine(run);
            case RunLedger.ClaimResult.ClaimRefused(Optional<Run> run) ->
                    status(run, ticket, claim, now);
        };
    }

    /** The position of the invocation now that the run may have changed. */
    ClaimStatus status(StepTicket ticket, StepClaim claim, Instant now) {
        return status(ledger.find(ticket.run()), ticket, claim, now);
    }

    private ClaimStatus status(
            Optional<Run> found, StepTicket ticket, StepClaim mine, Instant now) {
        if (found.isEmpty()
                || found.get().epoch() != ticket.epoch()
                || ticket.index() >= found.get().steps().size()) {
            return new ClaimStatus.Lost(RunObserver.Refusal.STALE);
        }
        Run run = found.get();
        RunStep step = run.step(ticket.index());
        if (!step.isOpen()) {
            return step.settledBy().filter(ticket.token()::equals).isPresent()
                    ? new ClaimStatus.Settled(ticket.answer(run, now))
                    : new ClaimStatus.Lost(RunObserver.Refusal.STALE);
        }
        if (run.status() != RunStatus.RUNNING) {
            return new ClaimStatus.Lost(RunObserver.Refusal.STALE);
        }
        if (delivery == Delivery.REPEATABLE) {
            return new ClaimStatus.Mine(run);
        }
        if (step.claim().isEmpty()) {
            // refused although nobody holds the step: its claim has just been released
            throw new RetryableStepException(Reason.INTERNAL_ERROR);
        }
        StepClaim holder = step.claim().get();
        if (holder.nonce().equals(mine.nonce())) {
            return new ClaimStatus.Mine(run);
        }
        // Step Functions retries after the earlier call has ended or its response was lost: a claim
        // of the same state is dead or as good as dead
        boolean dead = holder.token().equals(mine.token()) || !now.isBefore(holder.until());
        return dead
                ? new ClaimStatus.InDoubt(run, holder)
                : new ClaimStatus.Lost(RunObserver.Refusal.TAKEN);
    }
}
