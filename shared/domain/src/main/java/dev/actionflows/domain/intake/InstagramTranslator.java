package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.InstagramEventId;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.ReservedWords;

import java.time.Instant;
import java.util.Optional;

/** Translates Instagram events to events of a project. */
final class InstagramTranslator {
    private final IdentityHasher identities;

    InstagramTranslator(IdentityHasher identities) {
        this.identities = identities;
    }

    /** What has to be read for the event. */
    IntakeReader.Question question(ProjectId project, InstagramEvent event) {
        return new IntakeReader.Question(
                project,
                Optional.of(senderOf(project, event).identity()),
                InstagramScopes.typeOf(event),
                InstagramScopes.of(event).scopes());
    }

    IncomingEvent incoming(ProjectId project, InstagramEvent event, Instant receivedAt) {
        return new IncomingEvent(
                project,
                idOf(event),
                InstagramScopes.typeOf(event),
                InstagramScopes.of(event),
                receivedAt,
                new EventSender.Owner(senderOf(project, event)),
                consent(event),
                wroteAt(event, receivedAt));
    }

    /** A comment does not allow the account to write to the fan, a message does. */
    private static Optional<Instant> wroteAt(InstagramEvent event, Instant receivedAt) {
        return switch (event) {
            case InstagramEvent.DirectMessage message ->
                    message.sentAt().map(at -> at.isAfter(receivedAt) ? receivedAt : at);
            case InstagramEvent.Comment _ -> Optional.empty();
        };
    }

    private FanIdentity senderOf(ProjectId project, InstagramEvent event) {
        return identities.of(project, Identity.Kind.INSTAGRAM, event.sender());
    }

    /**
     * STOP in a message is honored as in a text, on any plan. START is an ordinary word here unless
     * it lifts a STOP, including one from another channel.
     */
    private static EventConsent consent(InstagramEvent event) {
        String messageId = idOf(event).value();
        return switch (meaningOf(event)) {
            case STOP -> new EventConsent.Stop(messageId);
            case START -> new EventConsent.Start(messageId, true);
            case HELP, NONE -> new EventConsent.None();
        };
    }

    static boolean isAboutConsent(InstagramEvent event) {
        return switch (meaningOf(event)) {
            case STOP, START -> true;
            case HELP, NONE -> false;
        };
    }

    private static ReservedWords.Meaning meaningOf(InstagramEvent event) {
        return switch (event) {
            // public, and not addressed to the project
            case InstagramEvent.Comment _ -> ReservedWords.Meaning.NONE;
            case InstagramEvent.DirectMessage message -> ReservedWords.meaningOf(message.text());
        };
    }

    static EventId idOf(InstagramEvent event) {
        return switch (event) {
            case InstagramEvent.DirectMessage message -> InstagramEventId.ofMessage(message.id());
            case InstagramEvent.Comment comment -> InstagramEventId.ofComment(comment.id());
        };
    }
}
