package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.budget.LinkClaim;
import dev.actionflows.domain.messaging.budget.MessageBudget;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.messaging.limits.CapUse;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.messaging.limits.MessageLimits;
import dev.actionflows.domain.messaging.limits.MessageUse;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.StepContext;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Applies the project's limits to a message that nothing else forbids. */
final class MessageLimiter {
    static final Optional<MissingRequirement> UNTIL_SENDING_GOES_ON =
            Optional.of(
                    MissingRequirement.until(Requirement.messageLimits(), Reason.SENDING_STOPPED));

    /** Steps that wait are decided again this often, besides when the limits change. */
    static final Duration RETRY = Duration.ofHours(6);

    /** The texts that wait for the same time are spread over this time. */
    static final Duration SPREAD = Duration.ofMinutes(10);

    /** How many holders of a claim a link message looks at in one attempt. */
    private static final int MAX_HOLDERS = 5;

    private final MessageBudget budget;
    private final LinkMessages links;

    MessageLimiter(MessageBudget budget, LinkMessages links) {
        this.budget = budget;
        this.links = links;
    }

    /**
     * Takes what the message uses up, and for a link message its claim. Also the last check of the
     * fan's consent if a limit applies: nothing is taken after a STOP has been stored.
     *
     * @param isHeldOut whether nothing is sent, and therefore nothing taken
     */
    Decision apply(
            Decision.Send send,
            boolean isHeldOut,
            ConsentStore.Checked checked,
            Identity.Kind kind,
            StepContext context) {
        Optional<CreditUse> price = send.message().price(send.to());
        MessageBudget.Request request =
                request(send.to(), price, checked, kind, context.project().limits(), context);
        Function<MessageBudget.Request, MessageBudget.Decision> take =
                isHeldOut ? budget::check : budget::take;
        return switch (decide(request, links.claim(checked, context), take, context)) {
            case MessageBudget.Decision.Permitted(List<CapUse> caps, var taken) ->
                    isHeldOut
                            ? new Decision.None(Attempt.heldOut())
                            : send.using(new MessageUse(caps, price), taken);
            case MessageBudget.Decision.Capped(Instant until) ->
                    new Decision.None(capped(until, send.permit().basis(), context));
            case MessageBudget.Decision.NoCredits(boolean ofMonth) ->
                    new Decision.None(noCredits(ofMonth, context));
            case MessageBudget.Decision.LinkHeld(var holder) ->
                    new Decision.None(
                            holder.isPresent()
                                    ? Attempt.skipped(Reason.LINK_ALREADY_SENT)
                                    : new Attempt.TryAgain(Reason.LINK_IN_PROGRESS));
            case MessageBudget.Decision.Changed() -> new Decision.None(changed());
        };
    }

    /**
     * Takes over a claim whose message was certainly not sent.
     *
     * @return a claim that is held only if its message was sent; held by nobody if one may be being
     *     sent
     */
    private MessageBudget.Decision decide(
            MessageBudget.Request request,
            Optional<LinkClaim> link,
            Function<MessageBudget.Request, MessageBudget.Decision> take,
            StepContext context) {
        if (link.isEmpty()) {
            return take.apply(request);
        }
        LinkClaim claim = link.get();
        for (int holders = 0; holders < MAX_HOLDERS; holders++) {
            MessageBudget.Decision decision = take.apply(request.claiming(claim));
            if (!(decision instanceof MessageBudget.Decision.LinkHeld(var holder))) {
                return decision;
            }
            if (holder.isPresent()) {
                switch (links.fate(holder.get(), context)) {
                    case SENT -> {
                        return decision;
                    }
                    case IN_PROGRESS -> {
                        return new MessageBudget.Decision.LinkHeld(Optional.empty());
                    }
                    case NOT_SENT -> claim = claim.despite(holder.get());
                }
            }
        }
        return new MessageBudget.Decision.LinkHeld(Optional.empty());
    }

    /** The same for a request to confirm a consent, which no cap limits. */
    Decision apply(
            Decision.Ask ask,
            ConsentStore.Checked checked,
            Identity.Kind kind,
            StepContext context) {
        MessageLimits limits = context.project().limits().withCaps(List.of());
        Optional<CreditUse> price = ask.question().price(ask.to());
        return switch (budget.take(request(ask.to(), price, checked, kind, limits, context))) {
            case MessageBudget.Decision.Permitted(_, var taken) -> ask.using(taken);
            case MessageBudget.Decision.NoCredits(boolean ofMonth) ->
                    new Decision.None(noCredits(ofMonth, context));
            case MessageBudget.Decision.Capped _,
                    MessageBudget.Decision.LinkHeld _,
                    MessageBudget.Decision.Changed _ ->
                    new Decision.None(changed());
        };
    }

    /**
     * What a cap makes of a message, before anything is done for it.
     *
     * @return empty if no cap is reached
     */
    Optional<Attempt> capped(
            FanIdentity to,
            ConsentStore.Checked checked,
            Identity.Kind kind,
            SendPermit.Basis basis,
            StepContext context) {
        MessageLimits limits = context.project().limits();
        return budget.cappedUntil(request(to, Optional.empty(), checked, kind, limits, context))
                .map(until -> capped(until, basis, context));
    }

    private static MessageBudget.Request request(
            FanIdentity to,
            Optional<CreditUse> price,
            ConsentStore.Checked checked,
            Identity.Kind kind,
            MessageLimits limits,
            StepContext context) {
        return new MessageBudget.Request(
                context.projectId(),
                context.stepKey().text(),
                to,
                checked,
                channel(kind),
                price.map(CreditUse::credits).orElse(0),
                limits,
                context.now());
    }

    private static Attempt changed() {
        return new Attempt.TryAgain(Reason.FAN_CHANGED);
    }

    /** Waits for the cap, unless the message may no longer be sent by then. */
    private static Attempt capped(Instant until, SendPermit.Basis basis, StepContext context) {
        Optional<Instant> end =
                switch (basis) {
                    case SendPermit.Basis.Consent _ -> Optional.empty();
                    case SendPermit.Basis.LastMessage(Instant at) ->
                            Optional.of(at.plus(PrivateReplies.WINDOW));
                    case SendPermit.Basis.Comment _ ->
                            Optional.of(
                                    context.run()
                                            .event()
                                            .receivedAt()
                                            .plus(PrivateReplies.REPLY_WINDOW));
                };
        return end.filter(it -> !until.isBefore(it)).isPresent()
                ? Attempt.skipped(Reason.FREQUENCY_CAP)
                : waiting(Reason.FREQUENCY_CAP, until, context);
    }

    /** Decided again from time to time, because limits change and messages are given back. */
    private static Attempt waiting(Reason reason, Instant until, StepContext context) {
        Instant retry = context.now().plus(RETRY).plusSeconds(spread(context));
        return new Attempt.NotBefore(
                reason,
                until.isBefore(retry) ? until : retry,
                Optional.of(Requirement.messageLimits()));
    }

    private static int spread(StepContext context) {
        int hash = context.run().key().run().value().hashCode();
        return Math.floorMod(hash, (int) SPREAD.toSeconds());
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
    void giveBack(Optional<MessageTake> taken) {
        try {
            taken.ifPresent(budget::giveBack);
        } catch (RuntimeException e) {
            // the provider has rejected the message, and the next attempt takes again
            throw new RetryableStepException(Reason.INTERNAL_ERROR, e);
        }
    }

    private static Attempt noCredits(boolean ofMonth, StepContext context) {
        if (context.project().limits().credits().whenUsedUp() != WhenUsedUp.WAIT) {
            return Attempt.skipped(Reason.CREDITS_USED_UP);
        }
        return waiting(Reason.CREDITS_USED_UP, ofMonth ? nextMonth(context) : Instant.MAX, context);
    }

    private static Instant nextMonth(StepContext context) {
        return context.now()
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfMonth(1)
                .plusMonths(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plusSeconds(spread(context));
    }

    /** Whether an operator has stopped all messages of the project. */
    static boolean isStopped(StepContext context) {
        return context.project().limits().stopped();
    }
}
