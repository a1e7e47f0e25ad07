package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An event as its source hands it to the {@link Intake}: verified and translated, nothing decided.
 *
 * @param receivedAt when it reached us
 * @param wroteAt when the sender wrote it as a direct message, which lets the project answer for a
 *     day; empty for every other event
 * @param cause the step of a run that led to it; empty for an event from outside
 */
public record IncomingEvent(
        ProjectId project,
        EventId id,
        TriggerType type,
        EventScopes scopes,
        Instant receivedAt,
        EventSender sender,
        EventConsent consent,
        Optional<Instant> wroteAt,
        Optional<Cause> cause) {
    /** An event that is no direct message. */
    public IncomingEvent(
            ProjectId project,
            EventId id,
            TriggerType type,
            EventScopes scopes,
            Instant receivedAt,
            EventSender sender,
            EventConsent consent) {
        this(
                project,
                id,
                type,
                scopes,
                receivedAt,
                sender,
                consent,
                Optional.empty(),
                Optional.empty());
    }

    /** A direct message. */
    public IncomingEvent(
            ProjectId project,
            EventId id,
            TriggerType type,
            EventScopes scopes,
            Instant receivedAt,
            EventSender sender,
            EventConsent consent,
            Optional<Instant> wroteAt) {
        this(project, id, type, scopes, receivedAt, sender, consent, wroteAt, Optional.empty());
    }

    /** An event without consent. */
    public IncomingEvent(
            ProjectId project,
            EventId id,
            TriggerType type,
            EventScopes scopes,
            Instant receivedAt,
            EventSender sender) {
        this(project, id, type, scopes, receivedAt, sender, new EventConsent.None());
    }

    /** The same event with another meaning. */
    IncomingEvent meaning(EventConsent other) {
        return new IncomingEvent(
                project, id, type, scopes, receivedAt, sender, other, wroteAt, cause);
    }

    /**
     * The event as it is stored.
     *
     * @param listening the scopes of the flows that listen to it
     */
    FanEvent asFanEvent(Set<String> listening) {
        return new FanEvent(id, type, scopes.subject(listening), receivedAt, cause);
    }

    /** What has to be read about it. */
    IntakeReader.Question question() {
        Optional<FanIdentity> identity =
                sender instanceof EventSender.Owner(FanIdentity owned)
                        ? Optional.of(owned)
                        : Optional.empty();
        return new IntakeReader.Question(
                project, identity.map(FanIdentity::identity), type, scopes.scopes());
    }
}
