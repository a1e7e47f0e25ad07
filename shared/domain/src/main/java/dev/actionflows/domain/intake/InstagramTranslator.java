package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.ReservedWords;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Translates Instagram events to events of a project. */
final class InstagramTranslator {
    /** Safe in keys and paths. */
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_.-]{1,190}");

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
                consent(event));
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

    /**
     * Meta's ids are hashed if they are long or have unusual characters; no plain id looks like a
     * hash.
     */
    static EventId idOf(InstagramEvent event) {
        return switch (event) {
            case InstagramEvent.DirectMessage message -> new EventId("igdm:" + safe(message.id()));
            case InstagramEvent.Comment comment -> new EventId("igc:" + safe(comment.id()));
        };
    }

    private static String safe(String id) {
        return PLAIN_ID.matcher(id).matches() ? id : "sha256:" + sha256(id);
    }

    static String sha256(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
