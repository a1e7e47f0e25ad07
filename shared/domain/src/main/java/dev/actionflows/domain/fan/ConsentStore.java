package dev.actionflows.domain.fan;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Fans' consents and opt-outs, by identity. */
public interface ConsentStore {
    /**
     * Stores a consent change, once for each message: a redelivered START must not lift a later
     * STOP, nor may a change that began before the STOP and is written after it.
     *
     * @return false if this message was recorded before, and nothing was changed
     */
    boolean recordConsent(ProjectId project, Identity identity, ConsentChange change);

    /** As what this message about the address was recorded, regardless of its effect. */
    Optional<ConsentChange.Kind> recordedAs(ProjectId project, Identity identity, String messageId);

    /** All consent changes of an address, oldest first: the evidence of consent. */
    List<ConsentChange> consents(ProjectId project, Identity identity);

    /**
     * Remembers that the owner of the identity sent the project a direct message. Idempotent: the
     * latest time counts, in whatever order messages arrive.
     */
    void messageReceived(ProjectId project, Identity identity, Instant at);

    /**
     * Remembers that the project received a message from the identity then, to which no flow
     * listens. Of several deliveries of a message, the first one that is stored counts, for at
     * least 30 days; of several messages the latest.
     */
    void replyReceived(ProjectId project, Identity identity, EventId message, Instant at);

    /**
     * Remembers that a flow took a message, so that no later delivery of it counts as a reply, for
     * at least 30 days. Idempotent. Returns when an earlier delivery was stored as a reply, if so.
     */
    Optional<Instant> messageTaken(ProjectId project, Identity identity, EventId id, Instant at);

    /**
     * Whether and where a fan may receive messages now. One strongly consistent read of the record
     * and of all addresses where the fan can send STOP; to be called immediately before sending.
     *
     * @param fan the fan as it was read
     */
    Checked check(ProjectId project, Fan fan, Identity.Kind kind);

    /** The permission alone, see {@link #check}. */
    default Permission permission(ProjectId project, Fan fan, Identity.Kind kind) {
        return check(project, fan, kind).permission();
    }

    /**
     * Claims to ask an address to confirm its consent, and stores the request as evidence. Of many
     * concurrent callers, one may ask.
     *
     * @param request not yet sent
     * @return false if the address was asked within {@link ConfirmationRequest#INTERVAL}, has sent
     *     STOP or has confirmed; nothing is stored then
     */
    boolean claimConfirmation(ProjectId project, Identity identity, ConfirmationRequest request);

    /** Records that a provider has accepted the message that asks. Idempotent. */
    void confirmationSent(ProjectId project, Identity identity, ConfirmationRequest request);

    /**
     * Removes a request that was certainly not sent, with its evidence: the address may be asked
     * again at any time. Without effect if a later request is stored.
     */
    void withdrawConfirmation(ProjectId project, Identity identity, ConfirmationRequest request);

    /**
     * A permission, and what it follows from.
     *
     * @param fan the fan as it was read
     * @param kind the requested channel
     * @param known the state of each of the fan's addresses that has one
     */
    record Checked(
            Permission permission,
            Fan fan,
            Identity.Kind kind,
            Map<Identity, KnownIdentity> known) {
        public Checked {
            known = Map.copyOf(known);
        }

        /** Derives the permission from the state of the fan's addresses. */
        public static Checked of(Fan fan, Identity.Kind kind, Map<Identity, KnownIdentity> known) {
            return new Checked(
                    Permission.of(fan, kind, identity -> Optional.ofNullable(known.get(identity))),
                    fan,
                    kind,
                    known);
        }

        /** The record has changed since it was read. */
        public static Checked changed(Fan fan, Identity.Kind kind) {
            return new Checked(new Permission.FanChanged(), fan, kind, Map.of());
        }

        /** The messages that were sent to the fan on this channel lately. */
        public List<SentMessage> sent() {
            return fan.of(kind).stream().flatMap(it -> sentTo(it.identity()).stream()).toList();
        }

        /** The same as if the fan had never replied. */
        public Checked withoutReply() {
            Map<Identity, KnownIdentity> silent = new HashMap<>();
            known.forEach((address, it) -> silent.put(address, it.withoutReply()));
            return new Checked(permission, fan, kind, silent);
        }

        /** Whether the fan has replied since, on any channel, as far as that is recorded. */
        public boolean repliedAfter(Instant since) {
            return known.values().stream()
                    .flatMap(it -> it.repliedAt().stream())
                    .anyMatch(since::isBefore);
        }

        /** The messages that were sent to one of the fan's addresses lately. */
        public List<SentMessage> sentTo(Identity address) {
            return Optional.ofNullable(known.get(address))
                    .map(KnownIdentity::sent)
                    .orElse(List.of());
        }

        /**
         * The permission with double opt-in: only a consent counts that the address itself has
         * confirmed, see {@link KnownIdentity#confirmed}, and where mail arrives. If several have,
         * the latest counts.
         */
        public Permission confirmed() {
            return permission instanceof Permission.Given(FanIdentity address, String consent)
                    ? fan.of(kind).reversed().stream()
                            .flatMap(it -> confirmed(it).stream())
                            .findFirst()
                            .orElseGet(
                                    () ->
                                            new Permission.Unconfirmed(
                                                    address, consent, requestTo(address)))
                    : permission;
        }

        private Optional<Permission> confirmed(FanIdentity address) {
            return Optional.ofNullable(known.get(address.identity()))
                    .filter(it -> it.confirmed() && !it.mail().bounced())
                    .flatMap(KnownIdentity::consent)
                    .map(consent -> new Permission.Given(address, consent));
        }

        private Optional<ConfirmationRequest> requestTo(FanIdentity address) {
            return Optional.ofNullable(known.get(address.identity()))
                    .flatMap(KnownIdentity::request);
        }
    }

    /** Whether messages may be sent. */
    sealed interface Permission {
        /** What ends messages to a fan on all addresses of a channel, what counts most first. */
        List<Reason> OBJECTIONS = List.of(Reason.COMPLAINED, Reason.UNSUBSCRIBED, Reason.STOPPED);

        /**
         * @param address the address that agreed last
         * @param consent the id of the change by which it agreed
         */
        record Given(FanIdentity address, String consent) implements Permission {}

        /**
         * The fan has not sent STOP, on a channel where nobody has to agree beforehand: the fan's
         * last message decides whether the project may write.
         *
         * @param address the address that wrote last
         * @param wroteAt when it did; empty if it never has
         */
        record Conversation(FanIdentity address, Optional<Instant> wroteAt) implements Permission {}

        /**
         * Somebody said that the fan agreed, but the address itself has not confirmed it yet. Only
         * {@link Checked#confirmed} distinguishes this from {@link Given}.
         *
         * @param address the address that agreed last
         * @param consent the id of the change by which it agreed
         * @param request the last request to confirm
         */
        record Unconfirmed(
                FanIdentity address, String consent, Optional<ConfirmationRequest> request)
                implements Permission {}

        /**
         * No message may be sent to the fan on this channel.
         *
         * @param reason STOPPED: the fan sent STOP, on this channel or another one; of mail also
         *     UNSUBSCRIBED, COMPLAINED, or BOUNCED: no other address has agreed to mail
         */
        record Stopped(Reason reason) implements Permission {
            /** The fan sent STOP. */
            public Stopped() {
                this(Reason.STOPPED);
            }
        }

        record NeverGiven() implements Permission {}

        /** The record has changed since it was read and has to be read again. */
        record FanChanged() implements Permission {}

        /**
         * A STOP by text or on Instagram applies to the fan on all channels, until each of them is
         * resumed separately. Unsubscribing from mail and a complaint end mail only, and a bounce
         * only mail to its address. A consent applies only to the address that gave it.
         *
         * @param fan the fan, whose channels are all checked
         * @param kind the requested channel
         * @param known the stored state of the addresses
         */
        static Permission of(
                Fan fan, Identity.Kind kind, Function<Identity, Optional<KnownIdentity>> known) {
            List<FanIdentity> addresses = fan.of(kind);
            Optional<Instant> returnedAt =
                    words(addresses, known)
                            .flatMap(it -> it.returnedAt().stream())
                            .max(Comparator.naturalOrder());
            Optional<Reason> objection =
                    words(addresses, known)
                            .flatMap(it -> it.objection().stream())
                            .min(Comparator.comparing(OBJECTIONS::indexOf));
            if (objection.isPresent()) {
                return new Stopped(objection.get());
            }
            boolean stoppedElsewhere =
                    words(
                                    fan.channels().stream()
                                            .filter(it -> reaches(it.kind(), kind))
                                            .toList(),
                                    known)
                            .flatMap(it -> it.stoppedAt().stream())
                            .anyMatch(at -> returnedAt.filter(at::isBefore).isEmpty());
            if (stoppedElsewhere) {
                return new Stopped();
            }
            if (kind == Identity.Kind.INSTAGRAM) {
                return conversation(addresses, known);
            }
            return addresses.reversed().stream()
                    .flatMap(
                            address ->
                                    known
                                            .apply(address.identity())
                                            .filter(it -> !it.mail().bounced())
                                            .flatMap(KnownIdentity::consent)
                                            .map(consent -> new Given(address, consent))
                                            .stream())
                    .findFirst()
                    .<Permission>map(Function.identity())
                    .orElseGet(() -> withoutConsent(words(addresses, known)));
        }

        private static Permission withoutConsent(Stream<KnownIdentity> addresses) {
            return addresses.anyMatch(it -> it.consented() && it.mail().bounced())
                    ? new Stopped(Reason.BOUNCED)
                    : new NeverGiven();
        }

        private static Permission conversation(
                List<FanIdentity> addresses, Function<Identity, Optional<KnownIdentity>> known) {
            return addresses.reversed().stream()
                    .map(
                            it ->
                                    new Conversation(
                                            it,
                                            known.apply(it.identity())
                                                    .flatMap(KnownIdentity::wroteAt)))
                    .max(Comparator.comparing(it -> it.wroteAt().orElse(Instant.MIN)))
                    .<Permission>map(it -> it)
                    .orElseGet(NeverGiven::new);
        }

        /** Whether a STOP on another channel applies to this one. */
        private static boolean reaches(Identity.Kind stopped, Identity.Kind channel) {
            return stopped != channel && stopped != Identity.Kind.EMAIL;
        }

        private static Stream<KnownIdentity> words(
                List<FanIdentity> addresses, Function<Identity, Optional<KnownIdentity>> known) {
            return addresses.stream().flatMap(it -> known.apply(it.identity()).stream());
        }
    }
}
