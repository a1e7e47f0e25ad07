package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.permit.SendPermit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The result of one attempt at a step, by what happens next. */
public sealed interface Attempt {
    /** Why the attempt ended this way. */
    Reason reason();

    /**
     * The step has this outcome.
     *
     * @param permit what permitted the message that was handed to a provider, if there was one
     */
    record Ended(StepOutcome outcome, Optional<SendPermit> permit) implements Attempt {
        Ended(StepOutcome outcome) {
            this(outcome, Optional.empty());
        }

        /** With what permitted the message. */
        public Ended permittedBy(SendPermit permit) {
            return new Ended(outcome, Optional.of(permit));
        }

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
     * @param permit what permitted the message that its provider did not take, if its step keeps
     *     that should this be the last attempt
     */
    record TryLater(
            Reason reason,
            Duration after,
            Optional<Requirement> orOnceMet,
            Optional<SendPermit> permit)
            implements Attempt {
        public TryLater(Reason reason, Duration after, Optional<Requirement> orOnceMet) {
            this(reason, after, orOnceMet, Optional.empty());
        }

        /** With what permitted the message. */
        public TryLater permittedBy(SendPermit permit) {
            return new TryLater(reason, after, orOnceMet, Optional.of(permit));
        }
    }

    /**
     * Nothing was done, because it is not permitted before that time.
     *
     * @param orOnceMet a requirement that may permit it earlier
     * @param isLatest whether the time is only the latest possible one: a step that cannot wait so
     *     long waits as long as it can
     * @param permit what permitted the message that its provider did not take, if its step keeps
     *     that should this be the last attempt
     */
    record NotBefore(
            Reason reason,
            Instant at,
            Optional<Requirement> orOnceMet,
            boolean isLatest,
            Optional<SendPermit> permit)
            implements Attempt {
        public NotBefore(Reason reason, Instant at) {
            this(reason, at, Optional.empty());
        }

        public NotBefore(Reason reason, Instant at, Optional<Requirement> orOnceMet) {
            this(reason, at, orOnceMet, false);
        }

        public NotBefore(
                Reason reason, Instant at, Optional<Requirement> orOnceMet, boolean isLatest) {
            this(reason, at, orOnceMet, isLatest, Optional.empty());
        }

        /** With what permitted the message. */
        public NotBefore permittedBy(SendPermit permit) {
            return new NotBefore(reason, at, orOnceMet, isLatest, Optional.of(permit));
        }

        /** If the step does not wait. */
        Ended skipped() {
            return new Ended(new StepOutcome.Skipped(reason), permit);
        }
    }

    static Attempt.TryLater tryLater(Reason reason, Duration after) {
        return new TryLater(reason, after, Optional.empty());
    }

    static Attempt.Ended completed(Reason reason) {
        return new Ended(new StepOutcome.Completed(reason));
    }

    static Attempt.Ended skipped(Reason reason) {
        return new Ended(new StepOutcome.Skipped(reason));
    }

    static Attempt.Ended heldOut() {
        return new Ended(new StepOutcome.HeldOut(Reason.HOLDOUT));
    }

    static Attempt.Ended failed(Reason reason) {
        return new Ended(new StepOutcome.Failed(reason));
    }

    static Attempt.Ended unknown(Reason reason) {
        return new Ended(new StepOutcome.Unknown(reason));
    }
}
