package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.event.InstagramEventId;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.PrivateReplyStore;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * When an account may write to a person on Instagram: for 24 hours after the person's last message,
 * and once within seven days in reply to a comment.
 */
public final class PrivateReplies {
    /** How long after the fan's last message the account may write. */
    public static final Duration WINDOW = Duration.ofHours(24);

    /** How long after a comment the account may answer it. */
    static final Duration REPLY_WINDOW = Duration.ofDays(7);

    /** Longer than an attempt takes, so that no window closes between the check and the sending. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Supplier<PrivateReplyStore> replies;
    private final ConsentStore consents;
    private final MessageLimiter limiter;

    PrivateReplies(
            Supplier<PrivateReplyStore> replies, ConsentStore consents, MessageLimiter limiter) {
        this.replies = replies;
        this.consents = consents;
        this.limiter = limiter;
    }

    /**
     * The private reply to a comment.
     *
     * @param comment its id at Instagram
     * @param refused why this step may not send it; empty if it may
     */
    record Reply(String comment, Optional<Attempt> refused) {}

    /** Whether the fan's last message is recent enough for a message. */
    static boolean isOpen(Optional<Instant> wroteAt, StepContext context) {
        return wroteAt.filter(at -> isOpen(at, WINDOW, context)).isPresent();
    }

    private static boolean isOpen(Instant since, Duration window, StepContext context) {
        return context.now().isBefore(since.plus(window).minus(MARGIN));
    }

    /**
     * The private reply to the comment that started the run, if the fan cannot be written to
     * otherwise. It is claimed before the last check of the fan's STOP, because no call may come
     * between that and the sending; but not if a cap keeps the step from sending it, so that it is
     * there for a later one.
     */
    Optional<Reply> of(StepContext context) {
        FanEvent event = context.run().event();
        if (event.type() != TriggerType.INSTAGRAM_COMMENT
                || !isOpen(event.receivedAt(), REPLY_WINDOW, context)) {
            return Optional.empty();
        }
        ConsentStore.Checked checked =
                consents.check(
                        context.projectId(), context.fan().orElseThrow(), Identity.Kind.INSTAGRAM);
        return checked.permission()
                                instanceof
                                ConsentStore.Permission.Conversation(FanIdentity to, var wroteAt)
                        && !isOpen(wroteAt, context)
                ? InstagramEventId.commentOf(event.id())
                        .map(comment -> claimed(comment, to, checked, context))
                : Optional.empty();
    }

    private Reply claimed(
            String comment, FanIdentity to, ConsentStore.Checked checked, StepContext context) {
        Optional<Attempt> capped =
                limiter.capped(
                        to,
                        checked,
                        Identity.Kind.INSTAGRAM,
                        new SendPermit.Basis.Comment(comment),
                        context);
        if (capped.isPresent()) {
            return new Reply(comment, capped);
        }
        boolean claimed =
                replies.get()
                        .claim(
                                context.projectId(),
                                comment,
                                context.stepKey().text(),
                                context.now());
        return new Reply(
                comment,
                claimed ? Optional.empty() : Optional.of(Attempt.skipped(Reason.ALREADY_REPLIED)));
    }
}
