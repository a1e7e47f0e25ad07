package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.StepContext;

/** A STOP that a provider holds and that has not reached us. */
final class ProviderOptOut {
    private ProviderOptOut() {}

    /** Stores it, because the provider has refused a message for this reason. */
    static void record(ConsentStore consents, Identity address, StepContext context) {
        String evidence =
                "refused-" + context.run().key().run() + "-" + context.now().toEpochMilli();
        try {
            consents.recordConsent(
                    context.projectId(),
                    address,
                    new ConsentChange(ConsentChange.Kind.STOP, evidence, context.now()));
        } catch (RuntimeException e) {
            // nothing was sent, and the provider will say so again
            throw new RetryableStepException(Reason.INTERNAL_ERROR, e);
        }
    }
}
