package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.budget.MessageBudget;
import dev.actionflows.domain.messaging.limits.CapUse;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.messaging.limits.MessageUse;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.StepContext;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Applies the project's limits to a message that nothing else forbids. */
final class MessageLimiter {
    /** Steps that wait for credits try again this often, besides when there are more of them. */
    static final Duration RETRY = Duration.ofHours(6);

    /** The texts that wait for the next month are spread over this time. */
    static final Duration SPREAD = Duration.ofMinutes(10);

    private final MessageBudget budget;

    MessageLimiter(MessageBudget budget) {
        this.budget = budget;
    }

    /**
     * Takes what the message uses up. Also the last check of the fan's consent if a limit applies:
     * nothing is taken after a STOP has been stored.
     */
    Decision apply(
            Decision.Send send,
            ConsentStore.Checked checked,
            Identity.Kind kind,
            StepContext context) {
        Optional<CreditUse> price = send.message().price(send.to());
        MessageBudget.Decision decision =
                budget.take(
                        new MessageBudget.Request(
                                context.projectId(),
                                context.stepKey().text(),
                                send.to(),
                                checked,
                                channel(kind),
                                price.map(CreditUse::credits).orElse(0),
                                context.project().limits(),
                                context.now()));
        return switch (decision) {
            case MessageBudget.Decision.Permitted(List<CapUse> caps, var taken) ->
                    send.using(new MessageUse(caps, price), taken);
            case MessageBudget.Decision.Capped(Instant until) ->
                    new Decision.None(new Attempt.NotBefore(Reason.FREQUENCY_CAP, until));
            case MessageBudget.Decision.NoCredits(boolean ofMonth) ->
                    new Decision.None(noCredits(ofMonth, context));
            case MessageBudget.Decision.Changed() ->
                    new Decision.None(new Attempt.TryAgain(Reason.FAN_CHANGED));
        };
    }

    private static Channel channel(Identity.Kind kind) {
        return switch (kind) {
            case PHONE -> Channel.TEXT;
            case EMAIL -> Channel.EMAIL;
            case INSTAGRAM -> Channel.INSTAGRAM_DM;
            case SPOTIFY -> throw new IllegalArgumentException("no channel: " + kind);
        };
    }

    /** After a message that was certainly not sent. */
    void giveBack(Decision.Send send) {
        try {
            send.taken().ifPresent(budget::giveBack);
        } catch (RuntimeException e) {
            // the provider has rejected the message, and the next attempt takes again
            throw new RetryableStepException(Reason.INTERNAL_ERROR, e);
        }
    }

    private static Attempt noCredits(boolean ofMonth, StepContext context) {
        if (context.project().limits().credits().whenUsedUp() != WhenUsedUp.WAIT) {
            return Attempt.skipped(Reason.CREDITS_USED_UP);
        }
        Instant retry = context.now().plus(RETRY);
        Instant more = ofMonth ? nextMonth(context) : retry;
        return new Attempt.NotBefore(
                Reason.CREDITS_USED_UP,
                more.isBefore(retry) ? more : retry,
                Optional.of(Requirement.credits()));
    }

    private static Instant nextMonth(StepContext context) {
        int hash = context.run().key().run().value().hashCode();
        return context.now()
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfMonth(1)
                .plusMonths(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plusSeconds(Math.floorMod(hash, SPREAD.toSeconds()));
    }
}
