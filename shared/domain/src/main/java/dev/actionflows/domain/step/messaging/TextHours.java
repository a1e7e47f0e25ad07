package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.permit.SendingHours;
import dev.actionflows.domain.messaging.quiethours.QuietHours;
import dev.actionflows.domain.messaging.quiethours.QuietHoursDecision;
import dev.actionflows.domain.messaging.quiethours.Recipient;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Applies the quiet hours to texts. They hold the sending, not the step: a text that would be sent
 * in quiet hours waits until they end, and everything is decided again then.
 */
final class TextHours {
    /** The answer to a fan's own text is sent at any time, if it is sent this soon. */
    static final Duration ANSWER_TIME = Duration.ofMinutes(10);

    /**
     * The texts that wait for the same hours are spread over this time: an American long code sends
     * one part per second (Twilio, error 21611).
     */
    static final Duration SPREAD = Duration.ofMinutes(10);

    /** Short of this, a text might leave the provider's queue too late. */
    static final Duration MIN_VALIDITY = Duration.ofMinutes(1);

    private final Supplier<QuietHours> quietHours;

    /**
     * @param quietHours supplied when a text needs them: their data is read then
     */
    TextHours(Supplier<QuietHours> quietHours) {
        this.quietHours = quietHours;
    }

    HoursDecision decide(PhoneNumber number, StepContext context) {
        Recipient recipient = new Recipient(number, context.fan().flatMap(Fan::timeZone));
        // the sending ends by the deadline: until then, the time has to be permitted
        Instant latest = context.deadline().at();
        QuietHoursDecision decision = quietHours.get().decide(recipient, context.now());
        if (decision instanceof QuietHoursDecision.Open(Instant until, var evidence)
                && !until.isBefore(latest.plus(MIN_VALIDITY))) {
            return new HoursDecision.Permitted(
                    new SendingHours.Open(evidence), shortest(Duration.between(latest, until)));
        }
        Instant answerable = context.run().event().receivedAt().plus(ANSWER_TIME);
        if (context.run().event().type() == TriggerType.SMS_KEYWORD
                && !latest.isAfter(answerable)) {
            Duration validity = Duration.between(latest, answerable);
            return new HoursDecision.Permitted(
                    new SendingHours.Answer(),
                    validity.compareTo(MIN_VALIDITY) < 0 ? MIN_VALIDITY : validity);
        }
        return switch (decision) {
            case QuietHoursDecision.Open(Instant until, _) -> afterNext(recipient, until, context);
            case QuietHoursDecision.Closed(Instant until, _) -> notBefore(until, context);
            case QuietHoursDecision.NeverOpen _ -> never();
        };
    }

    /** The hours close before the text would be sent. */
    private HoursDecision afterNext(Recipient recipient, Instant closing, StepContext context) {
        return switch (quietHours.get().decide(recipient, closing)) {
            case QuietHoursDecision.Closed(Instant until, _) -> notBefore(until, context);
            // the horizon of the search ended, not the hours
            case QuietHoursDecision.Open _ -> notBefore(closing, context);
            case QuietHoursDecision.NeverOpen _ -> never();
        };
    }

    private static HoursDecision notBefore(Instant opening, StepContext context) {
        int hash = context.run().key().run().value().hashCode();
        Instant at = opening.plusSeconds(Math.floorMod(hash, SPREAD.toSeconds()));
        return new HoursDecision.Refused(new Attempt.NotBefore(Reason.QUIET_HOURS, at));
    }

    private static HoursDecision never() {
        return new HoursDecision.Refused(Attempt.skipped(Reason.NO_ALLOWED_HOURS));
    }

    private static Duration shortest(Duration validity) {
        return validity.compareTo(TextMessage.MAX_VALIDITY) < 0
                ? validity
                : TextMessage.MAX_VALIDITY;
    }
}
