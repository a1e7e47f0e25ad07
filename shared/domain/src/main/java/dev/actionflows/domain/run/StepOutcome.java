package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The outcome of a step. Every step of every run gets one. */
public sealed interface StepOutcome {
    /** The names of all outcomes. */
    List<String> WIRE_NAMES =
            List.of("COMPLETED", "SKIPPED", "HELD_OUT", "WAITING", "UNKNOWN", "FAILED");

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

    /** Not done, and not tried again. */
    record Skipped(Reason reason) implements StepOutcome {
        @Override
        public String wireName() {
            return "SKIPPED";
        }
    }

    /** Not done, although everything permitted it, to compare the fan with others. */
    record HeldOut(Reason reason) implements StepOutcome {
        @Override
        public String wireName() {
            return "HELD_OUT";
        }
    }

    /**
     * Not done yet.
     *
     * @param requirement the requirement that ends the wait early
     * @param until when the step is tried again at the latest
     * @param holds whether the steps after it wait too
     */
    record Waiting(Reason reason, Optional<Requirement> requirement, Instant until, boolean holds)
            implements StepOutcome {
        @Override
        public String wireName() {
            return "WAITING";
        }
    }

    /** Possibly done: it must not be tried again. */
    record Unknown(Reason reason) implements StepOutcome {
        @Override
        public String wireName() {
            return "UNKNOWN";
        }
    }

    /** Tried and given up. */
    record Failed(Reason reason) implements StepOutcome {
        @Override
        public String wireName() {
            return "FAILED";
        }
    }

    /** Whether the outcome is final. */
    default boolean isFinal() {
        return !(this instanceof Waiting);
    }
}
