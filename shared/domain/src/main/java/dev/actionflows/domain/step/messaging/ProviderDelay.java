package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.StepContext;

import java.time.Duration;

/** What becomes of a message that its provider did not take now. */
final class ProviderDelay {
    private ProviderDelay() {}

    /**
     * A busy provider is tried again whatever the step's policy. A sender that is not verified is a
     * missing requirement like no sender at all: by its policy, the step waits or is skipped.
     */
    static Attempt attempt(Reason reason, Duration after, StepContext context) {
        return reason == Reason.SENDER_NOT_VERIFIED
                ? new Attempt.NotBefore(reason, context.now().plus(after))
                : Attempt.tryLater(reason, after);
    }
}
