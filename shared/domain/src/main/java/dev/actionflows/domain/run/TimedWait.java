package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.step.OnUnmet;

import java.time.Instant;
import java.util.Optional;

/**
 * A wait for a time.
 *
 * @param until not after {@code giveUpAt}
 * @param orOnceMet a requirement that ends it earlier
 * @param giveUpAt when waiting ends for good
 */
record TimedWait(Reason reason, Instant until, Optional<Requirement> orOnceMet, Instant giveUpAt) {
    /**
     * The wait for the time that an attempt named.
     *
     * @param giveUpAt when the step's waiting ends for good
     * @return empty if the step is skipped instead
     */
    static Optional<TimedWait> of(
            Attempt.NotBefore refused, OnUnmet policy, Instant giveUpAt, Instant now) {
        boolean isTooLate =
                refused.isLatest() ? !now.isBefore(giveUpAt) : refused.at().isAfter(giveUpAt);
        if (policy == OnUnmet.SKIP || isTooLate) {
            return Optional.empty();
        }
        Instant until = refused.at().isAfter(giveUpAt) ? giveUpAt : refused.at();
        return Optional.of(new TimedWait(refused.reason(), until, refused.orOnceMet(), giveUpAt));
    }

    StepOutcome outcome(OnUnmet policy) {
        return new StepOutcome.Waiting(reason, orOnceMet, until, policy != OnUnmet.DEFER);
    }
}
