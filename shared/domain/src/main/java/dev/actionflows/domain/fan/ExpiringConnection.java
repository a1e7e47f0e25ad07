package dev.actionflows.domain.fan;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.Optional;

/**
 * A connection that is about to expire, as an event of its fan.
 *
 * @param fan the id under which the connection is stored; the fan may have another id since a merge
 * @param authorizedAt tells it from the fan's other authorizations there
 */
public record ExpiringConnection(
        ProjectId project, FanId fan, StreamingProvider provider, Instant authorizedAt) {
    /** A stored connection as it is announced when its time has come. */
    public static ExpiringConnection of(ProjectId project, Connection connection) {
        return new ExpiringConnection(
                project, connection.fan(), connection.provider(), connection.authorizedAt());
    }

    /** The event that flows hear of; it is about the service. */
    public OutcomeEvent event(Instant announcedAt) {
        return new OutcomeEvent(
                eventId(),
                project,
                fan,
                TriggerType.CONNECTION_EXPIRING,
                provider.wireName(),
                announcedAt,
                Optional.empty());
    }

    /** Whether it is about to expire, or has. */
    public boolean isDue(Instant now) {
        return !now.isBefore(Connection.expiringAt(authorizedAt));
    }

    /** Equal each time that this authorization is announced to expire. */
    public EventId eventId() {
        return new EventId(
                "connection:%s:%s:%d"
                        .formatted(provider.wireName(), fan, authorizedAt.toEpochMilli()));
    }
}
