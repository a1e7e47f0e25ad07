package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.messaging.quiethours.QuietHours;
import dev.actionflows.domain.step.Step;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Does one step of one run: claims it, checks its requirements, acts, records the outcome and
 * returns what is next. It may be called again at any time, even while an earlier call is running:
 * the ledger decides which call may act and which outcome is recorded.
 *
 * @param <S> the step type
 */
public final class StepRunner<S extends Step> {
    /**
     * The number of retries after a {@link RetryableStepException}; a test keeps it equal to the
     * state machine's.
     */
    public static final int MAX_RETRIES = 2;

    /** Reserved from the function's time for recording the outcome. */
    private static final Duration RECORDING_RESERVE = Duration.ofSeconds(3);

    /**
     * A claim outlives its function by this margin, so that the holder of an expired claim is
     * certainly dead.
     */
    private static final Duration CLAIM_MARGIN = Duration.ofSeconds(5);

    private final StepAction<S> action;
    private final StepRunnerPorts ports;
    private final StepFence fence;
    private final StepNeeds<S> needs;
    private final OutcomeEvents<S> events;

    /** With the time zones of phone numbers that the project maintains. */
    public StepRunner(
            StepAction<S> action,
            RunLedger ledger,
            FactReader facts,
            WaitingRunStore waitingRuns,
            RunObserver observer,
            IdSource ids,
            InstantSource clock,
            Optional<Supplier<OutcomeEventQueue>> outcomeEvents) {
        this(
                action,
                ledger,
                facts,
                waitingRuns,
                observer,
                ids,
                clock,
                outcomeEvents,
                QuietHours::standard);
    }

    public StepRunner(
            StepAction<S> action,
            RunLedger ledger,
            FactReader facts,
            WaitingRunStore waitingRuns,
            RunObserver observer,
            IdSource ids,
            InstantSource clock,
            Optional<Supplier<OutcomeEventQueue>> outcomeEvents,
            Supplier<QuietHours> quietHours) {
        this.action = action;
        this.ports =
                new StepRunnerPorts(
                        ledger,
                        facts,
                        waitingRuns,
                        observer,
                        ids,
                        clock,
                        new WaitSteps(quietHours),
                        outcomeEvents);
        this.fence = new StepFence(ledger, action.delivery());
        this.needs = new StepNeeds<>(action, ports.waits());
        this.events = new OutcomeEvents<>(action, ports);
    }

    /**
     * @param timeLeft until the function times out
     * @throws RetryableStepException if the state machine should retry soon
     */
    public StepAnswer run(StepTicket ticket, Duration timeLeft) {
        Instant now = ports.clock().instant();
        StepClaim claim =
                new StepClaim(
                        ticket.token(), ports.ids().nonce(), now.plus(timeLeft).plus(CLAIM_MARGIN));
        Deadline deadline =
                new Deadline(now.plus(timeLeft).minus(RECORDING_RESERVE), ports.clock());
        RunReading<S> reading = new RunReading<>(ports, needs, ticket);
        try {
            return switch (fence.take(ticket, claim, now, reading::find)) {
                case ClaimStatus.Mine(Run run) -> pass(ticket, claim, run, reading, deadline).act();
                case ClaimStatus.InDoubt(Run run, StepClaim dead) ->
                        pass(ticket, dead, run, reading, deadline).leaveUnknown();
                case ClaimStatus.Settled(StepAnswer answer) -> answer;
                case ClaimStatus.Lost(RunObserver.Refusal why) -> {
                    ports.observer().workRefused(ticket.run(), why);
                    yield new StepAnswer.Stale();
                }
            };
        } catch (RetryableStepException e) {
            throw e;
        } catch (RuntimeException e) {
            // the ledger or another store did not respond: the retry finds out what was claimed or
            // done
            ports.observer().stepFailed(ticket.run(), ticket.index(), e);
            // without its cause, whose message would be logged with the data that it quotes
            throw new RetryableStepException(Reason.INTERNAL_ERROR);
        }
    }

    private StepPass<S> pass(
            StepTicket ticket, StepClaim claim, Run run, RunReading<S> reading, Deadline deadline) {
        OwnedStep owned = new OwnedStep(ports, fence, action.delivery(), ticket, claim, run);
        return new StepPass<>(action, ports, ticket, owned, needs, reading, events, deadline);
    }
}
