package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Stores the consents that events give; {@link ConsentWords} handles STOP and START. */
final class EventConsents {
    private final ConsentStore consents;

    EventConsents(ConsentStore consents) {
        this.consents = consents;
    }

    /** Stores the consent of a form or a verified address, once for each event. */
    void storeGiven(IncomingEvent event) {
        if (event.consent() instanceof EventConsent.Given given) {
            consents.recordConsent(
                    event.project(),
                    given.address(),
                    new ConsentChange(
                            given.kind(),
                            event.id().value(),
                            given.begunAt(),
                            event.receivedAt(),
                            given.evidence()));
        }
    }

    /**
     * Remembers when the sender wrote a direct message. Stored before any run starts, whose steps
     * may answer only because of it.
     *
     * @param known what was stored about the sender before
     */
    void storeMessage(IncomingEvent event, Optional<KnownIdentity> known) {
        if (event.sender() instanceof EventSender.Owner(FanIdentity identity)) {
            event.wroteAt()
                    .filter(
                            at ->
                                    known.flatMap(KnownIdentity::wroteAt)
                                            .filter(latest -> !latest.isBefore(at))
                                            .isEmpty())
                    .ifPresent(
                            at ->
                                    consents.messageReceived(
                                            event.project(), identity.identity(), at));
        }
    }

    /**
     * Remembers a message, if the project has flows that stop on a reply: as a reply if no flow
     * listens to it. What the sender is meant to text is none: words about consent, and keywords.
     * The first delivery that is stored counts; stored before any run starts.
     *
     * @param now by our clock: the event may have the time of a provider
     * @return the event to start runs with. If another delivery has been stored as a reply, it is
     *     not received before that, so that the message is no reply to its own run, whatever the
     *     clock of that delivery's function
     */
    FanEvent storeReply(
            IncomingEvent event,
            FanEvent stored,
            Optional<Project> project,
            ListeningFlows listening,
            Instant now) {
        boolean isMessage =
                event.type() == TriggerType.SMS_KEYWORD || event.type() == TriggerType.INSTAGRAM_DM;
        if (!isMessage
                || project.filter(Project::recordsReplies).isEmpty()
                || !(event.sender() instanceof EventSender.Owner(FanIdentity from))) {
            return stored;
        }
        if (listening.claims().isEmpty()) {
            consents.replyReceived(event.project(), from.identity(), event.id(), now);
            return stored;
        }
        return consents.messageTaken(event.project(), from.identity(), event.id(), now)
                .map(stored::notBefore)
                .orElse(stored);
    }

    /**
     * A sender who texts a keyword has read the wording next to it. Agreeing once is enough, but a
     * keyword that is also a word for yes is stored until its sender has confirmed: otherwise, a
     * redelivery after the project has asked would count as the answer.
     */
    void storeKeyword(
            IncomingEvent event,
            FanEvent stored,
            Optional<KnownIdentity> known,
            ListeningFlows listening) {
        if (event.consent() instanceof EventConsent.ByKeyword(String messageId, boolean isYes)
                && event.sender() instanceof EventSender.Owner(FanIdentity identity)
                && known.filter(isYes ? KnownIdentity::confirmed : KnownIdentity::consented)
                        .isEmpty()) {
            consents.recordConsent(
                    event.project(),
                    identity.identity(),
                    new ConsentChange(
                            ConsentChange.Kind.KEYWORD,
                            messageId,
                            event.receivedAt(),
                            evidence(stored, listening)));
        }
    }

    /** The keyword, and whether it was texted only to a flow in test mode. */
    private static Map<String, String> evidence(FanEvent event, ListeningFlows listening) {
        return listening.claims().stream().allMatch(TriggerClaim::test)
                ? Map.of("keyword", event.scope(), "test", "true")
                : Map.of("keyword", event.scope());
    }
}
