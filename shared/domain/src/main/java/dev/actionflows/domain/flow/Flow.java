package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;

import java.time.Instant;
import java.util.Optional;

/**
 * A flow as it stands now.
 *
 * @param version the number of the latest version; each version is immutable
 * @param definition what the latest version says
 * @param activatedAt when it began to listen, the last time; empty when it never did
 * @param pausedReason present exactly while it is paused
 * @param revision counts changes, so that none is lost
 */
public record Flow(
        FlowId id,
        FlowStatus status,
        int version,
        FlowDefinition definition,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> activatedAt,
        Optional<PauseReason> pausedReason,
        long revision) {

    /** A new one, which has never listened. */
    public static Flow draft(FlowId id, FlowDefinition definition, Instant at) {
        return new Flow(
                id, FlowStatus.DRAFT, 1, definition, at, at, Optional.empty(), Optional.empty(), 1);
    }

    /** The same in another status, as somebody asked for. */
    public Flow withStatus(FlowStatus status, Instant at) {
        return changed(
                status,
                at,
                status == FlowStatus.PAUSED
                        ? Optional.of(PauseReason.REQUESTED)
                        : Optional.empty());
    }

    /** The same, but paused. */
    public Flow paused(PauseReason reason, Instant at) {
        return changed(FlowStatus.PAUSED, at, Optional.of(reason));
    }

    /** The same with a new version. */
    public Flow withDefinition(FlowDefinition definition, Instant at) {
        return new Flow(
                id,
                status,
                version + 1,
                definition,
                createdAt,
                at,
                activatedAt,
                pausedReason,
                revision + 1);
    }

    private Flow changed(FlowStatus status, Instant at, Optional<PauseReason> reason) {
        return new Flow(
                id,
                status,
                version,
                definition,
                createdAt,
                at,
                status == FlowStatus.ACTIVE ? Optional.of(at) : activatedAt,
                reason,
                revision + 1);
    }
}
