package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.DirectMessage;
import dev.actionflows.domain.messaging.DirectMessageSender;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.messaging.InstagramTokenProvider;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.run.StepKey;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Instagram without idempotency keys: it accepts, rejects or throttles messages, may not answer
 * before or after accepting one, and ends an account's authorization at any time. It knows when
 * each fan wrote, and reports each message that it would not have delivered.
 */
final class InstagramService implements DirectMessageSender, InstagramTokenProvider {
    private static final String SEND = "DirectMessageSender.send";

    /** How long an account may write to a fan after the fan's message. */
    private static final Duration WINDOW = Duration.ofHours(24);

    private static final Duration REPLY_WINDOW = Duration.ofDays(7);
    private static final Duration VALID_FOR = Duration.ofDays(60);

    private final Kernel kernel;
    private final Faults faults;
    private final ViolationLog violations;
    private final ReplyCheck replyCheck;
    private final UncertainProvider provider;
    private final Supplier<StepKey> step;
    private final BiConsumer<StepKey, DirectMessage> onSend;
    private final Map<String, Instant> wroteAt = new HashMap<>();
    private final Map<String, Instant> messages = new HashMap<>();
    private final Map<String, Instant> comments = new HashMap<>();
    private final Map<String, StepKey> replies = new HashMap<>();
    private final Set<String> validTokens = new HashSet<>();
    private BiConsumer<StepKey, DirectMessage> onArrival = (_, _) -> {};
    private int issued;

    /**
     * @param step the step of the current process
     * @param onSend called with each message when its sender hands it over
     */
    InstagramService(
            Kernel kernel,
            Faults faults,
            ViolationLog violations,
            ReplyCheck replyCheck,
            Supplier<StepKey> step,
            BiConsumer<StepKey, DirectMessage> onSend) {
        this.kernel = kernel;
        this.faults = faults;
        this.violations = violations;
        this.replyCheck = replyCheck;
        this.provider = new UncertainProvider(kernel, faults);
        this.step = step;
        this.onSend = onSend;
    }

    /** How often each message was accepted, by its step. */
    Map<String, Integer> accepted() {
        return provider.accepted();
    }

    /** A fan writes to the account. */
    void wrote(String fan, String message, Instant at) {
        messages.putIfAbsent(message, at);
        wroteAt.merge(fan, at, (one, other) -> one.isAfter(other) ? one : other);
        // a reply if no flow listens to it
        replyCheck.written(Identity.Kind.INSTAGRAM, fan, new EventId("igdm:" + message), at, false);
    }

    /** A fan comments. */
    void commented(String comment, Instant at) {
        comments.putIfAbsent(comment, at);
    }

    /**
     * Whether the account could answer this message at that time, with some minutes to spare.
     *
     * @param message Meta's id of the message
     */
    boolean couldBeAnswered(String message, Instant at) {
        Instant sent = messages.get(message);
        return sent != null && at.isBefore(sent.plus(WINDOW).minusSeconds(300));
    }

    /** The owner of the account grants access. */
    InstagramToken grant() {
        InstagramToken token = new InstagramToken("instagram-token-" + issued++);
        validTokens.add(token.value());
        return token;
    }

    /** The owner of the account withdraws all access. */
    void revoke() {
        kernel.note("instagram access revoked");
        validTokens.clear();
    }

    @Override
    public SendResult send(DirectMessage message, InstagramToken token, Duration timeout) {
        StepKey sender = step.get();
        onSend.accept(sender, message);
        kernel.note("send dm " + sender.text());
        check(sender, message);
        return validTokens.contains(token.value())
                ? provider.take(
                        SEND, sender.text(), timeout, () -> onArrival.accept(sender, message))
                : provider.refuse(SEND, new SendResult.AuthorizationEnded());
    }

    /**
     * @param onArrival called when a fan gets a message
     */
    void deliver(BiConsumer<StepKey, DirectMessage> onArrival) {
        this.onArrival = onArrival;
    }

    private void check(StepKey sender, DirectMessage message) {
        switch (message.to()) {
            case DirectMessage.Recipient.Person(String id) -> {
                Instant wrote = wroteAt.getOrDefault(id, Instant.EPOCH);
                if (!kernel.now().isBefore(wrote.plus(WINDOW))) {
                    violate(sender, "was sent to a fan who last wrote at " + wrote);
                }
            }
            case DirectMessage.Recipient.CommentAuthor(String id) -> {
                Instant commented = comments.getOrDefault(id, Instant.EPOCH);
                if (!kernel.now().isBefore(commented.plus(REPLY_WINDOW))) {
                    violate(sender, "answers a comment of " + commented);
                }
                StepKey first = replies.putIfAbsent(id, sender);
                if (first != null && !first.equals(sender)) {
                    violate(sender, "is another reply to a comment: " + first.text());
                }
            }
        }
    }

    private void violate(StepKey sender, String what) {
        violations.add(Guarantee.WINDOW_KEPT, "the message of " + sender.text() + " " + what);
    }

    @Override
    public Refresh refresh(InstagramToken token, Duration timeout) {
        Kernel.Actor process = kernel.current();
        process.calls("InstagramTokenProvider.refresh");
        boolean answers = !faults.hits(process.chance("silent"), 0.2);
        return process.ask(
                faults.latency(process.chance("there")),
                faults.latency(process.chance("back")),
                () -> {
                    Refresh result =
                            validTokens.contains(token.value())
                                    ? new Refresh.Refreshed(grant(), VALID_FOR)
                                    : new Refresh.Ended();
                    return () ->
                            answers
                                    ? result
                                    : new Refresh.NotRefreshed(Reason.PROVIDER_UNAVAILABLE);
                });
    }
}
