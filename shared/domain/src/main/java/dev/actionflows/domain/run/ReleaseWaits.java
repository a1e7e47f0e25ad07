package dev.actionflows.domain.run;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.step.StepType;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Lets waits for release day follow the release. The release can get another date at any time, also
 * while a wait is being recorded. As for any requirement, the wait is announced first, then the
 * release is read again, and then the wait is recorded on condition that the run has not changed:
 * whoever changes the release afterwards changes every run whose announcement it sees.
 */
final class ReleaseWaits {
    private static final Duration SPARE = Duration.ofDays(1);

    private final WaitingRunStore waiting;
    private final IdSource ids;

    ReleaseWaits(WaitingRunStore waiting, IdSource ids) {
        this.waiting = waiting;
        this.ids = ids;
    }

    /**
     * The run after its wait steps were judged.
     *
     * @param before as it is stored, so far as its wait steps are concerned
     * @param judge judges them; with true, by facts without cached values
     */
    Run announced(Run before, Function<Boolean, Run> judge) {
        Run after = judge.apply(false);
        Instant expiresAt = Instant.MIN;
        Optional<StepOutcome.Waiting> wait = begun(before, after);
        // a date that was moved back in between needs an entry that lasts longer
        while (wait.isPresent() && wait.get().until().isAfter(expiresAt)) {
            // longer than it is needed: a wait that ends after the longest time ends later with
            // each look
            expiresAt = wait.get().until().plus(SPARE);
            waiting.add(
                    before.key(), wait.get().requirement().orElseThrow(), ids.nonce(), expiresAt);
            after = judge.apply(true);
            wait = begun(before, after);
        }
        return after;
    }

    /** The wait for a release that begins with this change. */
    private static Optional<StepOutcome.Waiting> begun(Run before, Run after) {
        return IntStream.range(0, after.steps().size())
                .filter(index -> after.step(index).type() == StepType.WAIT)
                .filter(index -> !after.step(index).outcome().equals(before.step(index).outcome()))
                .boxed()
                .flatMap(index -> after.step(index).waiting().stream())
                .filter(it -> it.requirement().isPresent())
                .findFirst();
    }
}
