package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.time.Duration;
import java.util.Optional;

/** What came of one try to do a step, by what happens next. */
public sealed interface Attempt {
    /** Why it ended so. */
    Reason reason();

    /** This is the step's outcome. */
    record Ended(StepOutcome outcome) implements Attempt {
        @Override
        public Reason reason() {
            return outcome.reason();
        }
    }

    /** A requirement turned out not to be met, and nothing was done. */
    record Blocked(MissingRequirement missing) implements Attempt {
        @Override
        public Reason reason() {
            return missing.reason();
        }
    }

    /** Nothing was done, or doing it again is harmless: worth another try at once. */
    record TryAgain(Reason reason) implements Attempt {}

    /**
     * Nothing was done, or doing it again is harmless: worth another try after this time.
     *
     * @param orOnceMet what makes it worth another try earlier
     */
    record TryLater(Reason reason, Duration after, Optional<Requirement> orOnceMet)
            implements Attempt {}

    static Attempt.TryLater tryLater(Reason reason, Duration after) {
        return new TryLater(reason, after, Optional.empty());
    }

    static Attempt completed(Reason reason) {
        return new Ended(new StepOutcome.Completed(reason));
    }

    static Attempt skipped(Reason reason) {
        return new Ended(new StepOutcome.Skipped(reason));
    }

    static Attempt failed(Reason reason) {
        return new Ended(new StepOutcome.Failed(reason));
    }

    static Attempt unknown(Reason reason) {
        return new Ended(new StepOutcome.Unknown(reason));
    }
}
