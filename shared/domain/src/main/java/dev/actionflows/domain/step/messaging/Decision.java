package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.messaging.limits.MessageUse;
import dev.actionflows.domain.messaging.permit.Assigned;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.messaging.permit.SendingHours;
import dev.actionflows.domain.run.Attempt;

import java.time.Duration;
import java.util.Optional;

/** Whether a message is handed to the provider. */
sealed interface Decision {
    /**
     * @param validity how long the provider may keep it
     * @param taken what was taken from the project's limits
     */
    record Send(
            Composed.Message message,
            FanIdentity to,
            SendPermit permit,
            Duration validity,
            Optional<MessageTake> taken)
            implements Decision {
        /** A message that the limits have not been asked about yet. */
        Send(Composed.Message message, FanIdentity to, SendPermit permit, Duration validity) {
            this(message, to, permit, validity, Optional.empty());
        }

        Send assigned(Assigned by) {
            return new Send(message, to, permit.assigned(by), validity, taken);
        }

        Send using(MessageUse use, Optional<MessageTake> take) {
            return new Send(message, to, permit.using(use), validity, take);
        }
    }

    /** The address is asked to confirm its consent instead. */
    record Ask(
            Composed.Message question,
            FanIdentity to,
            Duration validity,
            Optional<MessageTake> taken)
            implements Decision {
        /** A question that the limits have not been asked about yet. */
        Ask(Composed.Message question, FanIdentity to, Duration validity) {
            this(question, to, validity, Optional.empty());
        }

        Ask using(Optional<MessageTake> take) {
            return new Ask(question, to, validity, take);
        }
    }

    record None(Attempt attempt) implements Decision {}

    /** A message to an address that has agreed, if the time of day permits it. */
    static Decision ifPermitted(
            HoursDecision decision, Composed.Message message, FanIdentity to, String consent) {
        return switch (decision) {
            case HoursDecision.Permitted(SendingHours hours, Duration validity) ->
                    new Send(
                            message,
                            to,
                            new SendPermit(new SendPermit.Basis.Consent(consent), hours),
                            validity);
            case HoursDecision.Refused(Attempt attempt) -> new None(attempt);
        };
    }
}
