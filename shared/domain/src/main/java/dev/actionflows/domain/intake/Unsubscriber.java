package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.UnsubscribeToken;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Ends a project's mail to the recipient of a mail. */
public final class Unsubscriber {
    private final ProjectStore projects;
    private final ConsentStore consents;
    private final UnsubscribeToken tokens;
    private final InstantSource clock;

    public Unsubscriber(
            ProjectStore projects,
            ConsentStore consents,
            UnsubscribeToken tokens,
            InstantSource clock) {
        this.projects = projects;
        this.consents = consents;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** How the recipient unsubscribed. */
    public enum Way {
        /** By the mail program's button (RFC 8058). */
        ONE_CLICK,
        /** By the button on the page behind the link. */
        PAGE
    }

    /**
     * Looks up the sender of a mail. Changes nothing: mail programs and scanners open links, too.
     *
     * @return empty if the token is invalid
     */
    public Optional<Project> senderOf(String token) {
        return UnsubscribeToken.projectOf(token)
                .flatMap(projects::find)
                .filter(project -> tokens.verify(project, token).isPresent());
    }

    /**
     * Stores that the recipient wants no more mail. Repeating it is harmless.
     *
     * @return the sender; empty if the token is invalid
     */
    public Optional<Project> unsubscribe(String token, Way way) {
        Optional<Project> sender = senderOf(token);
        sender.ifPresent(
                project ->
                        tokens.verify(project, token)
                                .ifPresent(
                                        address ->
                                                consents.recordConsent(
                                                        project.id(), address, change(way))));
        return sender;
    }

    private ConsentChange change(Way way) {
        Instant now = clock.instant();
        return new ConsentChange(
                ConsentChange.Kind.STOP,
                "unsubscribe-" + now.toEpochMilli(),
                now,
                Map.of("by", way == Way.ONE_CLICK ? "one_click" : "page"));
    }
}
