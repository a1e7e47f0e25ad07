package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Identity;
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

    private record Recipient(Project sender, Identity address) {}

    /**
     * Looks up the sender of a mail. Changes nothing: mail programs and scanners open links, too.
     *
     * @return empty if the token is invalid
     */
    public Optional<Project> senderOf(String token) {
        return recipient(token).map(Recipient::sender);
    }

    /**
     * Stores that the recipient wants no more mail. Repeating it is harmless.
     *
     * @return the sender; empty if the token is invalid
     */
    public Optional<Project> unsubscribe(String token, Way way) {
        Optional<Recipient> recipient = recipient(token);
        recipient.ifPresent(
                it -> consents.recordConsent(it.sender().id(), it.address(), change(way)));
        return recipient.map(Recipient::sender);
    }

    private Optional<Recipient> recipient(String token) {
        return UnsubscribeToken.projectOf(token)
                .flatMap(projects::find)
                .flatMap(
                        project ->
                                tokens.verify(project, token)
                                        .map(address -> new Recipient(project, address)));
    }

    private ConsentChange change(Way way) {
        Instant now = clock.instant();
        return new ConsentChange(
                ConsentChange.Kind.UNSUBSCRIBED,
                "unsubscribe-" + now.toEpochMilli(),
                now,
                Map.of("by", way == Way.ONE_CLICK ? "one_click" : "page"));
    }
}
