package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.time.Instant;
import java.util.Optional;

/** What became of a step. Every step of every run gets one. */
public sealed interface StepOutcome {
    Reason reason();

    /** The name in JSON and in the ledger. */
    String wireName();

    /** Done. */
    record Completed(Reason reason) implements StepOutcome {
        @Override
        public String wireName() {
            return "COMPLETED";
        }
    }

    /** Not done, and it will not be. */
    record Skipped(Reason reason) implements StepOutcome {
        @Override
        public String wireName() {
            return "SKIPPED";
        }
    }

    /**
     * Not done yet.
     *
     * @param requirement what would end the wait before its time
     * @param until when the step is looked at again at the latest
     * @param holds whether the steps after it wait too
     */
    record Waiting(Reason reason, Optional<Requirement> requirement, Instant until, boolean holds)
            implements StepOutcome {
        @Override
        public String wireName() {
            return "WAITING";
        }
    }

    /** Perhaps done: it must not be tried again. */
    record Unknown(Reason reason) implements StepOutcome {
        @Override
        public String wireName() {
            return "UNKNOWN";
        }
    }

    /** Tried, and given up. */
    record Failed(Reason reason) implements StepOutcome {
        @Override
        public String wireName() {
            return "FAILED";
        }
    }

    /** Whether this is the last word on the step. */
    default boolean isFinal() {
        return !(this instanceof Waiting);
    }
}
