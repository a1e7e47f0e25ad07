package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.trigger.TriggerType;

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
     * Remembers when the sender wrote a text, if a flow of the project stops on it. Words about
     * consent and HELP are no replies. Stored before any run starts, whether the sender is known or
     * not.
     *
     * @return the event with the time of its first delivery: the text that starts a run, delivered
     *     again or twice at once, is no reply to its own run
     */
    IncomingEvent storeText(IncomingEvent event, Optional<Project> project) {
        boolean isReply =
                event.type() == TriggerType.SMS_KEYWORD
                        && event.consent() instanceof EventConsent.ByKeyword;
        return isReply
                        && project.filter(Project::recordsReplies).isPresent()
                        && event.sender() instanceof EventSender.Owner(FanIdentity from)
                ? event.receivedAt(
                        consents.messageReceived(
                                event.project(), from.identity(), event.id(), event.receivedAt()))
                : event;
    }

    /** A sender who texts a keyword has read the wording next to it. */
    void storeKeyword(
            IncomingEvent event,
            FanEvent stored,
            Optional<KnownIdentity> known,
            ListeningFlows listening) {
        if (event.consent() instanceof EventConsent.ByKeyword(String messageId)
                && event.sender() instanceof EventSender.Owner(FanIdentity identity)
                && known.filter(KnownIdentity::consented).isEmpty()) {
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
