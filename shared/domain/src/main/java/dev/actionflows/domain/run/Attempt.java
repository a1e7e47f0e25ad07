package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.time.Duration;
import java.util.Optional;

/** The result of one attempt at a step, by what happens next. */
public sealed interface Attempt {
    /** Why the attempt ended this way. */
    Reason reason();

    /** The step has this outcome. */
    record Ended(StepOutcome outcome) implements Attempt {
        @Override
        public Reason reason() {
            return outcome.reason();
        }
    }

    /** A requirement is not met; nothing was done. */
    record Blocked(MissingRequirement missing) implements Attempt {
        @Override
        public Reason reason() {
            return missing.reason();
        }
    }

    /** Nothing was done, or repeating it is harmless: retry immediately. */
    record TryAgain(Reason reason) implements Attempt {}

    /**
     * Nothing was done, or repeating it is harmless: retry after a delay.
     *
     * @param orOnceMet a requirement that makes an earlier retry worthwhile
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
