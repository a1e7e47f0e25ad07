package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;

import java.time.Instant;

/**
 * A flow as it stands now.
 *
 * @param version the number of the latest version; each version is immutable
 * @param definition what the latest version says
 * @param revision counts changes, so that none is lost
 */
public record Flow(
        FlowId id,
        FlowStatus status,
        int version,
        FlowDefinition definition,
        Instant createdAt,
        Instant updatedAt,
        long revision) {

    public Flow withStatus(FlowStatus status, Instant at) {
        return new Flow(id, status, version, definition, createdAt, at, revision + 1);
    }
}
