package dev.actionflows.domain.fan;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FanId;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The stored state of an identity.
 *
 * @param fan the owner; empty if an unknown sender sent STOP
 * @param former former ids of the owner
 * @param stopped whether its owner has sent STOP or unsubscribed, and nothing may be sent to it
 * @param consent the id of the change by which its owner agreed to receive messages; of the latest
 *     one that lifts a STOP, otherwise of the first
 * @param stoppedAt when it last sent STOP or unsubscribed, whether still in effect or not
 * @param returnedAt when its owner last began a change that lifts a STOP, see {@link
 *     ConsentChange.Kind#lifts}
 * @param wroteAt when its owner last sent the project a direct message
 * @param repliedAt when the project last received a message from it to which no flow listens
 * @param mail of an email address: what else ends mail to it
 * @param sent the messages that were sent to it lately, if the project has frequency caps
 * @param request the last request to confirm its consent
 */
public record KnownIdentity(
        Optional<FanId> fan,
        Set<FanId> former,
        boolean stopped,
        Optional<String> consent,
        Optional<Instant> stoppedAt,
        Optional<Instant> returnedAt,
        Optional<Instant> wroteAt,
        Optional<Instant> repliedAt,
        MailState mail,
        List<SentMessage> sent,
        Optional<ConfirmationRequest> request) {
    public KnownIdentity {
        former = Set.copyOf(former);
        sent = List.copyOf(sent);
    }

    /** An identity about which the mail service has reported nothing. */
    public KnownIdentity(
            Optional<FanId> fan,
            Set<FanId> former,
            boolean stopped,
            Optional<String> consent,
            Optional<Instant> stoppedAt,
            Optional<Instant> returnedAt,
            Optional<Instant> wroteAt) {
        this(
                fan,
                former,
                stopped,
                consent,
                stoppedAt,
                returnedAt,
                wroteAt,
                Optional.empty(),
                MailState.NONE,
                List.of(),
                Optional.empty());
    }

    /** An identity without messages in either direction. */
    public KnownIdentity(
            Optional<FanId> fan,
            Set<FanId> former,
            boolean stopped,
            Optional<String> consent,
            Optional<Instant> stoppedAt,
            Optional<Instant> returnedAt) {
        this(fan, former, stopped, consent, stoppedAt, returnedAt, Optional.empty());
    }

    /** An identity without stored state. */
    public static KnownIdentity unknown() {
        return new KnownIdentity(
                Optional.empty(),
                Set.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether its owner has agreed to receive messages, at least once. */
    public boolean consented() {
        return consent.isPresent();
    }

    /**
     * Whether the address itself has agreed: by START, by a code or by an answer to a {@link
     * ConfirmationRequest}.
     */
    public boolean confirmed() {
        return consented() && returnedAt.isPresent();
    }

    /** Whether a request to confirm was answered, or something like it came since. */
    public boolean hasAnswered(ConfirmationRequest asked) {
        return returnedAt.filter(at -> !at.isBefore(asked.at())).isPresent();
    }

    /** The same state, owned by this fan. */
    public KnownIdentity of(Fan owner) {
        return new KnownIdentity(
                Optional.of(owner.id()),
                owner.former(),
                stopped,
                consent,
                stoppedAt,
                returnedAt,
                wroteAt,
                repliedAt,
                mail,
                sent,
                request);
    }

    /** The same after a direct message: the latest counts, in whatever order they arrive. */
    public KnownIdentity written(Instant at) {
        return with(latest(wroteAt, at), repliedAt, sent, request);
    }

    /** The same after a reply: the latest counts, in whatever order they arrive. */
    public KnownIdentity replied(Instant at) {
        return with(wroteAt, latest(repliedAt, at), sent, request);
    }

    /** The same as if its owner had never replied. */
    public KnownIdentity withoutReply() {
        return with(wroteAt, Optional.empty(), sent, request);
    }

    /** The same with another request to confirm. */
    public KnownIdentity asked(Optional<ConfirmationRequest> latest) {
        return with(wroteAt, repliedAt, sent, latest);
    }

    /** The same with another record of the messages sent to it. */
    public KnownIdentity withSent(List<SentMessage> messages) {
        return with(wroteAt, repliedAt, messages, request);
    }

    private static Optional<Instant> latest(Optional<Instant> known, Instant at) {
        return known.filter(it -> !it.isBefore(at)).or(() -> Optional.of(at));
    }

    private KnownIdentity with(
            Optional<Instant> wrote,
            Optional<Instant> replied,
            List<SentMessage> messages,
            Optional<ConfirmationRequest> asked) {
        return new KnownIdentity(
                fan,
                former,
                stopped,
                consent,
                stoppedAt,
                returnedAt,
                wrote,
                replied,
                mail,
                messages,
                asked);
    }

    /** Why nothing may be sent to it on any of its owner's addresses of this kind, if so. */
    Optional<Reason> objection() {
        if (mail.complained()) {
            return Optional.of(Reason.COMPLAINED);
        }
        if (!stopped) {
            return Optional.empty();
        }
        return Optional.of(
                mail.unsubscribedAt().isPresent() && mail.unsubscribedAt().equals(stoppedAt)
                        ? Reason.UNSUBSCRIBED
                        : Reason.STOPPED);
    }

    /** Every current and former id of the fan; empty if there is none. */
    public Set<FanId> ids() {
        return fan.map(id -> allOf(id, former)).orElse(Set.of());
    }

    /** An id and further ones; optimized for the usual case without any. */
    public static Set<FanId> allOf(FanId id, Set<FanId> former) {
        if (former.isEmpty()) {
            return Set.of(id);
        }
        Set<FanId> all = new HashSet<>(former);
        all.add(id);
        return all;
    }
}
