package dev.actionflows.domain.management;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.flow.Step;
import dev.actionflows.domain.flow.Trigger;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUps;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What a project's developers do with flows. */
public final class Flows {
    private static final int MAX_TRIES = 5;

    private final FlowStore store;
    private final Catalog catalog;
    private final WakeUps wakeUps;
    private final IdSource ids;
    private final InstantSource clock;

    public Flows(
            FlowStore store, Catalog catalog, WakeUps wakeUps, IdSource ids, InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.wakeUps = wakeUps;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Stores a new flow, as a draft.
     *
     * @throws ProblemException when a step refers to something that is not there
     */
    public Flow create(ProjectId project, FlowDefinition definition) {
        checkReferences(project, definition);
        Instant now = clock.instant();
        Flow flow = new Flow(FlowId.from(ids), FlowStatus.DRAFT, 1, definition, now, now, 1);
        store.create(project, flow);
        return flow;
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public Flow get(ProjectId project, FlowId id) {
        return store.find(project, id)
                .orElseThrow(() -> ProblemException.notFound("there is no flow " + id));
    }

    /**
     * Oldest first.
     *
     * @param cursor where the previous page ended
     */
    public Page<Flow> list(ProjectId project, Optional<String> cursor, int limit) {
        return store.list(project, cursor, limit);
    }

    /**
     * Makes a flow listen, from this moment on. Runs that held because it was paused go on.
     *
     * @throws ProblemException when there is no such flow, or another one owns its trigger's scope
     */
    public Flow activate(ProjectId project, FlowId id) {
        Flow flow = changeStatus(project, id, FlowStatus.ACTIVE);
        wakeUps.requirementMet(project, Requirement.activeFlow(id));
        return flow;
    }

    /**
     * Makes a flow listen no more; its runs under way hold before their next step.
     *
     * @throws ProblemException when there is no such flow
     */
    public Flow pause(ProjectId project, FlowId id) {
        return changeStatus(project, id, FlowStatus.PAUSED);
    }

    private Flow changeStatus(ProjectId project, FlowId id, FlowStatus status) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Flow flow = get(project, id);
            if (flow.status() == status) {
                return flow;
            }
            if (status == FlowStatus.PAUSED && flow.status() == FlowStatus.DRAFT) {
                throw new ProblemException(
                        ErrorCode.STATE_CONFLICT,
                        "a draft does not listen yet, so it cannot be paused");
            }
            Flow updated = flow.withStatus(status, clock.instant());
            switch (store.save(project, flow, updated)) {
                case FlowStore.SaveResult.Saved() -> {
                    return updated;
                }
                case FlowStore.SaveResult.Changed() -> {}
                case FlowStore.SaveResult.ScopeTaken(FlowId owner) -> throw scopeTaken(flow, owner);
            }
        }
        throw new ProblemException(
                ErrorCode.TRY_AGAIN, "the flow is being changed by others; try again");
    }

    private static ProblemException scopeTaken(Flow flow, FlowId owner) {
        return new ProblemException(
                ErrorCode.SCOPE_TAKEN,
                "flow %s already listens to this %s; pause it first, or choose another scope"
                        .formatted(owner, flow.definition().trigger().type().wireName()),
                List.of(new Violation("/trigger", "is owned by flow " + owner)));
    }

    private void checkReferences(ProjectId project, FlowDefinition definition) {
        Violations violations = new Violations();
        Trigger trigger = definition.trigger();
        if (trigger.referredRelease().filter(id -> !exists(project, id)).isPresent()) {
            violations.add("/trigger/releaseId", "names no release of this project");
        }
        if (trigger.referredArtist().filter(id -> !exists(project, id)).isPresent()) {
            violations.add("/trigger/artistId", "names no artist of this project");
        }
        for (int index = 0; index < definition.steps().size(); index++) {
            Step step = definition.steps().get(index);
            String pointer = "/steps/" + index;
            if (step.referredRelease().filter(id -> !exists(project, id)).isPresent()) {
                violations.add(pointer + "/releaseId", "names no release of this project");
            }
            if (step.referredSegment().filter(id -> !exists(project, id)).isPresent()) {
                violations.add(pointer + "/segmentId", "names no segment of this project");
            }
        }
        violations.orThrow(Optional.of(definition));
    }

    private boolean exists(ProjectId project, ReleaseId id) {
        return catalog.findRelease(project, id).isPresent();
    }

    private boolean exists(ProjectId project, ArtistId id) {
        return catalog.findArtist(project, id).isPresent();
    }

    private boolean exists(ProjectId project, SegmentId id) {
        return catalog.findSegment(project, id).isPresent();
    }
}
