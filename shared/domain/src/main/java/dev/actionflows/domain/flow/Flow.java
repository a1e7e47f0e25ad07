package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;

import java.time.Instant;
import java.util.Optional;

/**
 * A flow in its current state.
 *
 * @param version the number of the latest version; versions are immutable
 * @param definition the definition of the latest version
 * @param activatedAt when it was last activated; empty if never
 * @param pausedReason present if and only if the flow is paused
 * @param revision incremented by each change, to prevent lost updates
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

    /** A new flow, which has never been active. */
    public static Flow draft(FlowId id, FlowDefinition definition, Instant at) {
        return new Flow(
                id, FlowStatus.DRAFT, 1, definition, at, at, Optional.empty(), Optional.empty(), 1);
    }

    /** With another status, as requested. */
    public Flow withStatus(FlowStatus status, Instant at) {
        return changed(
                status,
                at,
                status == FlowStatus.PAUSED
                        ? Optional.of(PauseReason.REQUESTED)
                        : Optional.empty());
    }

    /** Paused for a reason. */
    public Flow paused(PauseReason reason, Instant at) {
        return changed(FlowStatus.PAUSED, at, Optional.of(reason));
    }

    /** With a new version. */
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

    /** The same flow for a fan who is made up, and stands for those who are not held out. */
    public Flow withoutHoldout() {
        return new Flow(
                id,
                status,
                version,
                definition.withExperiment(definition.experiment().withoutHoldout()),
                createdAt,
                updatedAt,
                activatedAt,
                pausedReason,
                revision);
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
