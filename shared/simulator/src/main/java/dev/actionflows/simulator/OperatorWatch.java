package dev.actionflows.simulator;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What operators have stopped, and the checks that it stays so. */
final class OperatorWatch {
    private final Kernel kernel;
    private final ViolationLog violations;
    private final Map<FlowId, Instant> cancelledUntil = new HashMap<>();
    private Optional<Instant> sendingStoppedAt = Optional.empty();

    OperatorWatch(Kernel kernel, ViolationLog violations) {
        this.kernel = kernel;
        this.violations = violations;
    }

    /** The request to stop all messages has been answered, or is about to be withdrawn. */
    void sending(boolean stopped) {
        sendingStoppedAt =
                stopped ? Optional.of(sendingStoppedAt.orElse(kernel.now())) : Optional.empty();
    }

    /** The request to cancel all runs that had started by then has been answered. */
    void cancelledAll(FlowId flow, Instant startedUntil) {
        cancelledUntil.merge(flow, startedUntil, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** Called when a message is handed to its provider. */
    void sent(String message) {
        // what the step went by was read in the same call of its function
        Instant readAt = kernel.now().minus(Run.STEP_TIMEOUT);
        if (sendingStoppedAt.filter(readAt::isAfter).isPresent()) {
            violations.add(
                    Guarantee.STOPPABLE, message + " was sent although all sends were stopped");
        }
    }

    /**
     * Called after some minutes without faults.
     *
     * @param reopenedAt when operators last had failed steps of a run tried again: then it goes on,
     *     even if it had been cancelled if it had not failed
     */
    void afterCalm(Iterable<Run> runs, Function<RunKey, Optional<Instant>> reopenedAt) {
        for (Run run : runs) {
            Optional<Instant> until = Optional.ofNullable(cancelledUntil.get(run.flow()));
            if (!run.hasEnded()
                    && until.map(it -> it.minus(clockErrors()))
                            .filter(run.startedAt()::isBefore)
                            .filter(
                                    it ->
                                            reopenedAt
                                                    .apply(run.key())
                                                    .filter(it::isBefore)
                                                    .isEmpty())
                            .isPresent()) {
                violations.add(Guarantee.STOPPABLE, run, "was not cancelled with its flow's runs");
            }
        }
    }

    private static Duration clockErrors() {
        return Faults.MAX_CLOCK_ERROR.multipliedBy(2);
    }
}
