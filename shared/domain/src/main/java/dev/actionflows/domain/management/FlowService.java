package dev.actionflows.domain.management;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.document.Text;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.flow.PauseReason;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUpQueue;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a project's developers do with flows. Each change is made on the flow as it was read, and
 * read again when somebody else was quicker.
 */
public final class FlowService {
    private static final String COPY = " (copy)";

    private final FlowStore store;
    private final ProjectStore projects;
    private final FlowChecks checks;
    private final FlowUpdater updater;
    private final WakeUpQueue wakeUps;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param ids the source of flows' ids
     */
    public FlowService(
            FlowStore store,
            ProjectStore projects,
            FlowChecks checks,
            WakeUpQueue wakeUps,
            IdSource ids,
            InstantSource clock) {
        this.store = store;
        this.projects = projects;
        this.checks = checks;
        this.updater = new FlowUpdater(store, projects, checks, wakeUps);
        this.wakeUps = wakeUps;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Stores a new flow, as a draft.
     *
     * @throws ProblemException when a step refers to something that is not there, or the flow would
     *     set itself off
     */
    public Flow create(ProjectId project, FlowDefinition definition) {
        checks.requireValid(updater.project(project), definition);
        return store(project, definition);
    }

    /** A draft that says what the flow says, under a name of its own. */
    public Flow duplicate(ProjectId project, FlowId id, Precondition precondition) {
        Flow original = get(project, id);
        precondition.check(original);
        FlowDefinition definition = original.definition();
        String name = definition.name() + COPY;
        return store(
                project,
                Text.length(name) <= FlowDefinition.MAX_NAME_LENGTH
                        ? definition.withName(name)
                        : definition);
    }

    /** An id that is there already is this very request's, which was interrupted and came again. */
    private Flow store(ProjectId project, FlowDefinition definition) {
        FlowId id = FlowId.from(ids);
        Optional<Flow> there = store.find(project, id);
        if (there.isPresent()) {
            return there.get();
        }
        updater.recordReplies(project, definition);
        Flow flow = Flow.draft(id, definition, clock.instant());
        store.create(project, flow);
        return flow;
    }

    /**
     * Checks a definition as if it were to be stored.
     *
     * @throws ProblemException INVALID_REQUEST when a step refers to something that is not there,
     *     or the flow would set itself off
     */
    public void requireValid(ProjectId project, FlowDefinition definition) {
        checks.requireValid(updater.project(project), definition);
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public Flow get(ProjectId project, FlowId id) {
        return updater.flow(project, id);
    }

    /**
     * What the flow's author should know about it: each with its place in the flow document. None
     * of it keeps a draft from being stored.
     */
    public List<Violation> warnings(ProjectId project, Flow flow) {
        return checks.warnings(updater.project(project), flow);
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
     * Those of one status, oldest first. A page may be shorter than the limit and not be the last.
     *
     * @param cursor where the previous page ended
     */
    public Page<Flow> list(
            ProjectId project, FlowStatus status, Optional<String> cursor, int limit) {
        Predicate<Flow> wanted = flow -> flow.status() == status;
        Page<Flow> page = store.list(project, cursor, limit);
        while (page.items().stream().noneMatch(wanted) && page.next().isPresent()) {
            page = store.list(project, page.next(), limit);
        }
        return new Page<>(page.items().stream().filter(wanted).toList(), page.next());
    }

    /**
     * Gives the flow another document, as a new version; an equal one changes nothing. Runs under
     * way keep the version with which they began. An active flow listens to its new trigger from
     * this moment on; one in test mode is tried out with it, unless the plan has not what it needs.
     *
     * @throws ProblemException when there is no such flow, it is archived, or the document is
     *     nothing for it as it stands
     */
    public Flow replace(
            ProjectId project, FlowId id, FlowDefinition definition, Precondition precondition) {
        get(project, id);
        checks.requireValid(updater.project(project), definition);
        updater.recordReplies(project, definition);
        Flow replaced =
                updater.update(
                        project,
                        id,
                        precondition,
                        flow -> {
                            requireNotArchived(flow);
                            return flow.definition().equals(definition)
                                    ? flow
                                    : flow.withDefinition(definition, clock.instant());
                        });
        TestModeService.documentChanged(projects, checks, project, replaced);
        return replaced;
    }

    /** As {@link #activate(ProjectId, FlowId, Precondition)}, without a precondition. */
    public Flow activate(ProjectId project, FlowId id) {
        return activate(project, id, Precondition.none());
    }

    /**
     * Makes a flow listen, from this moment on. Runs that held because it was paused go on.
     *
     * @throws ProblemException when there is no such flow, it is archived, another one owns its
     *     trigger's scope, or the project's plan has no room for it
     */
    public Flow activate(ProjectId project, FlowId id, Precondition precondition) {
        Flow active =
                updater.update(
                        project,
                        id,
                        precondition,
                        flow -> {
                            requireNotArchived(flow);
                            return flow.status() == FlowStatus.ACTIVE
                                    ? flow
                                    : flow.withStatus(FlowStatus.ACTIVE, clock.instant());
                        });
        wakeUps.requirementMet(project, Requirement.activeFlow(id));
        return active;
    }

    /** As {@link #pause(ProjectId, FlowId, Precondition)}, without a precondition. */
    public Flow pause(ProjectId project, FlowId id) {
        return pause(project, id, Precondition.none());
    }

    /**
     * Makes a flow listen no more; its runs under way hold before their next step.
     *
     * @throws ProblemException when there is no such flow, or it has never listened
     */
    public Flow pause(ProjectId project, FlowId id, Precondition precondition) {
        return updater.update(
                project,
                id,
                precondition,
                flow ->
                        switch (flow.status()) {
                            case ACTIVE -> flow.withStatus(FlowStatus.PAUSED, clock.instant());
                            case PAUSED -> flow;
                            case DRAFT ->
                                    throw conflict(
                                            "a draft does not listen yet, so it cannot be paused");
                            case ARCHIVED -> throw archived();
                        });
    }

    /** Pauses a flow for which the project's plan has no room; any but an active one stays. */
    Flow pauseForPlan(ProjectId project, FlowId id) {
        return updater.update(
                project,
                id,
                Precondition.none(),
                flow ->
                        flow.status() == FlowStatus.ACTIVE
                                ? flow.paused(PauseReason.PLAN, clock.instant())
                                : flow);
    }

    /**
     * Puts a flow away for good: it owns nothing, and no run does a further step. What it did stays
     * readable.
     *
     * @throws ProblemException when there is no such flow
     */
    public Flow archive(ProjectId project, FlowId id, Precondition precondition) {
        Flow archived =
                updater.update(
                        project,
                        id,
                        precondition,
                        flow ->
                                flow.status() == FlowStatus.ARCHIVED
                                        ? flow
                                        : flow.withStatus(FlowStatus.ARCHIVED, clock.instant()));
        // those that held because it was paused learn that there is nothing to hold for
        wakeUps.requirementMet(project, Requirement.activeFlow(id));
        return archived;
    }

    /**
     * Deletes a flow that does nothing any more: a draft, or an archived one. Its runs stay.
     *
     * @throws ProblemException when there is no such flow, or it still has something to do
     */
    public void delete(ProjectId project, FlowId id, Precondition precondition) {
        for (int tries = 0; tries < FlowUpdater.MAX_TRIES; tries++) {
            Flow flow = get(project, id);
            precondition.check(flow);
            switch (flow.status()) {
                case DRAFT, ARCHIVED -> {}
                case ACTIVE, PAUSED ->
                        throw conflict(
                                "the flow has been in use; archive it first, which ends its runs");
            }
            // before the deletion, because afterwards this could not be repeated
            wakeUps.requirementMet(project, Requirement.activeFlow(id));
            if (store.delete(project, flow)) {
                return;
            }
        }
        throw FlowUpdater.busy();
    }

    private static void requireNotArchived(Flow flow) {
        if (flow.status() == FlowStatus.ARCHIVED) {
            throw archived();
        }
    }

    private static ProblemException archived() {
        return conflict("the flow is archived for good; duplicate it to use it again");
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ErrorCode.STATE_CONFLICT, detail);
    }
}
