package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Double opt-in: a step that finds a consent which the address has not confirmed asks for the
 * confirmation, at most once in {@link ConfirmationRequest#INTERVAL}, and waits for it.
 */
final class DoubleOptIn {
    /**
     * How often a waiting step looks again. It asks again if it is uncertain whether the question
     * was sent, and continues if the project has switched double opt-in off.
     */
    private static final Duration LOOKS_AGAIN = Duration.ofDays(1);

    private final ConsentStore consents;
    private final MessageLimiter limiter;

    DoubleOptIn(ConsentStore consents, MessageLimiter limiter) {
        this.consents = consents;
        this.limiter = limiter;
    }

    /** Whether a consent of this kind of address counts only once the address has confirmed it. */
    static boolean isRequired(Project project, Identity.Kind kind) {
        return switch (kind) {
            case PHONE -> project.doubleOptIn().contains(Channel.TEXT);
            case EMAIL -> project.doubleOptIn().contains(Channel.EMAIL);
            case SPOTIFY, INSTAGRAM -> false;
        };
    }

    /** Whether the address may be asked now. */
    static boolean mayAsk(Optional<ConfirmationRequest> latest, StepContext context) {
        return latest.filter(
                        it -> !it.mayBeRepeated(context.now(), context.run().event().receivedAt()))
                .isEmpty();
    }

    /** The step waits for the confirmation, or is skipped. */
    static Attempt waiting(StepContext context) {
        return new Attempt.Blocked(
                MissingRequirement.until(
                                Requirement.confirmedConsent(context.fanId()),
                                Reason.CONSENT_UNCONFIRMED)
                        .lookingAgainAfter(LOOKS_AGAIN));
    }

    /** The question has the same hours as the message: it answers the fan's own text, or not. */
    static Decision ask(
            Step step,
            Composed.Message question,
            FanIdentity to,
            HoursDecision hours,
            StepContext context) {
        return switch (hours) {
            case HoursDecision.Permitted(_, Duration validity) ->
                    new Decision.Ask(question, to, validity);
            case HoursDecision.Refused(Attempt attempt) ->
                    new Decision.None(step.onUnmet() == OnUnmet.SKIP ? waiting(context) : attempt);
        };
    }

    /** The same as what an attempt found missing, or empty if it can be attempted again. */
    Optional<MissingRequirement> stillMissing(
            MissingRequirement missing, Identity.Kind channel, StepContext context) {
        return Optional.of(missing)
                .filter(it -> it.reason() == Reason.CONSENT_UNCONFIRMED)
                .filter(_ -> isRequired(context.project(), channel))
                .filter(
                        _ ->
                                consents.check(
                                                        context.projectId(),
                                                        context.fan().orElseThrow(),
                                                        channel)
                                                .confirmed()
                                        instanceof ConsentStore.Permission.Unconfirmed);
    }

    /**
     * Asks, unless another step has just done so. The claim is stored first, so that no crash and
     * no lost response leads to a second question on the same day.
     *
     * @param optedOut called if the provider holds a STOP of the address
     */
    Attempt ask(
            Decision.Ask ask,
            Identity.Kind kind,
            StepContext context,
            Consumer<Identity> optedOut) {
        try {
            return claimAndAsk(ask, kind, context, optedOut);
        } catch (RuntimeException e) {
            // the message of the step was not sent, and the claim prevents a second question
            throw new RetryableStepException(Reason.INTERNAL_ERROR, e);
        }
    }

    private Attempt claimAndAsk(
            Decision.Ask ask,
            Identity.Kind kind,
            StepContext context,
            Consumer<Identity> optedOut) {
        FanIdentity to = ask.to();
        ConfirmationRequest request =
                new ConfirmationRequest(
                        "confirm-" + context.stepKey().text() + "-" + context.now().toEpochMilli(),
                        context.now(),
                        false);
        if (!consents.claimConfirmation(context.projectId(), to.identity(), request)) {
            return waiting(context);
        }
        return switch (permitted(ask, kind, context)) {
            case Decision.Ask permitted -> send(permitted, request, context, optedOut);
            case Decision.None(Attempt attempt) -> {
                consents.withdrawConfirmation(context.projectId(), to.identity(), request);
                yield attempt;
            }
            case Decision.Send _ -> throw new IllegalStateException("no question: " + ask);
        };
    }

    /** Checked after the claim, so that no question is sent after a STOP on any channel. */
    private Decision permitted(Decision.Ask ask, Identity.Kind kind, StepContext context) {
        ConsentStore.Checked checked =
                consents.check(context.projectId(), context.fan().orElseThrow(), kind);
        return checked.confirmed() instanceof ConsentStore.Permission.Unconfirmed unconfirmed
                        && unconfirmed.address().equals(ask.to())
                ? limiter.apply(ask, checked, kind, context)
                : new Decision.None(new Attempt.TryAgain(Reason.FAN_CHANGED));
    }

    private Attempt send(
            Decision.Ask ask,
            ConfirmationRequest request,
            StepContext context,
            Consumer<Identity> optedOut) {
        FanIdentity to = ask.to();
        SendResult result = ask.question().sendTo(to, ask.validity());
        if (result.isRejected()) {
            try {
                limiter.giveBack(ask.taken());
            } finally {
                // another step may ask, such as after the project's sender was corrected
                consents.withdrawConfirmation(context.projectId(), to.identity(), request);
            }
        }
        return switch (result) {
            case SendResult.Accepted _ -> {
                consents.confirmationSent(context.projectId(), to.identity(), request);
                yield waiting(context);
            }
            // may have been sent: asked again on another day
            case SendResult.Unknown _ -> waiting(context);
            case SendResult.NotTaken(Reason reason, Duration after) ->
                    ProviderDelay.attempt(reason, after, context);
            case SendResult.MessageRefused(Reason reason) -> Attempt.failed(reason);
            case SendResult.OptedOut() -> {
                optedOut.accept(to.identity());
                yield Attempt.skipped(Reason.STOPPED);
            }
            // the latter two concern direct messages only
            case SendResult.NotPermitted(Reason reason) -> Attempt.skipped(reason);
            case SendResult.AuthorizationEnded() -> Attempt.failed(Reason.CREDENTIALS_REJECTED);
        };
    }
}
