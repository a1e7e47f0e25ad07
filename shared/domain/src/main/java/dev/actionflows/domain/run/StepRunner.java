package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.step.Step;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

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

    /** Kept back from the function's time for recording the outcome. */
    private static final Duration RECORDING_RESERVE = Duration.ofSeconds(3);

    /**
     * A claim outlives its function by this much, so that an expired claim's holder is certainly
     * dead.
     */
    private static final Duration CLAIM_MARGIN = Duration.ofSeconds(5);

    private final StepAction<S> action;
    private final StepRunnerPorts ports;
    private final StepFence fence;

    public StepRunner(
            StepAction<S> action,
            RunLedger ledger,
            FactReader facts,
            WaitingRunStore waitingRuns,
            RunObserver observer,
            IdSource ids,
            InstantSource clock) {
        this.action = action;
        this.ports = new StepRunnerPorts(ledger, facts, waitingRuns, observer, ids, clock);
        this.fence = new StepFence(ledger, action.delivery());
    }

    /**
     * @param timeLeft until the function is ended from outside
     * @throws RetryableStepException when the state machine should call again soon
     */
    public StepAnswer run(StepTicket ticket, Duration timeLeft) {
        Instant now = ports.clock().instant();
        StepClaim claim =
                new StepClaim(
                        ticket.token(), ports.ids().nonce(), now.plus(timeLeft).plus(CLAIM_MARGIN));
        Deadline deadline =
                new Deadline(now.plus(timeLeft).minus(RECORDING_RESERVE), ports.clock());
        try {
            return switch (fence.take(ticket, claim, now)) {
                case ClaimStatus.Mine(Run run) -> pass(ticket, claim, run, deadline).act();
                case ClaimStatus.InDoubt(Run run, StepClaim dead) ->
                        pass(ticket, dead, run, deadline).leaveUnknown();
                case ClaimStatus.Settled(StepAnswer answer) -> answer;
                case ClaimStatus.Lost(RunObserver.Refusal why) -> {
                    ports.observer().workRefused(ticket.run(), why);
                    yield new StepAnswer.Stale();
                }
            };
        } catch (RetryableStepException e) {
            throw e;
        } catch (RuntimeException e) {
            // the ledger or another store did not answer: whatever was claimed or done, the next
            // call finds out
            ports.observer().stepFailed(ticket.run(), ticket.index(), e);
            // without its cause: whoever gets it would log the cause's message, whatever it quotes
            throw new RetryableStepException(Reason.INTERNAL_ERROR);
        }
    }

    private StepPass<S> pass(StepTicket ticket, StepClaim claim, Run run, Deadline deadline) {
        return new StepPass<>(action, ports, fence, ticket, claim, run, deadline);
    }
}
