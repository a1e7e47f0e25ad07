package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/** Consents and messages of fans that are read only: what is written is lost. */
public interface UnwrittenConsents extends ConsentStore {
    @Override
    default boolean recordConsent(ProjectId project, Identity identity, ConsentChange change) {
        return true;
    }

    @Override
    default void messageReceived(ProjectId project, Identity identity, Instant at) {}

    @Override
    default void replyReceived(ProjectId project, Identity identity, EventId message, Instant at) {}

    @Override
    default Optional<Instant> messageTaken(
            ProjectId project, Identity identity, EventId message, Instant at) {
        return Optional.empty();
    }
}
