package dev.actionflows.domain.management;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.flow.ActiveLimit;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.flow.OnReply;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.trigger.Trigger;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes a flow as it was read, and retries after a concurrent change. An active flow is stored
 * only while its project's plan has room for it and no other flow owns its trigger's scope.
 */
final class FlowUpdater {
    static final int MAX_TRIES = 8;

    private final FlowStore store;
    private final ProjectStore projects;
    private final FlowChecks checks;
    private final WakeUpQueue wakeUps;

    FlowUpdater(FlowStore store, ProjectStore projects, FlowChecks checks, WakeUpQueue wakeUps) {
        this.store = store;
        this.projects = projects;
        this.checks = checks;
        this.wakeUps = wakeUps;
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    Flow flow(ProjectId project, FlowId id) {
        return store.find(project, id)
                .orElseThrow(() -> ProblemException.notFound("no such flow: " + id));
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    Project project(ProjectId id) {
        return projects.find(id)
                .orElseThrow(() -> ProblemException.notFound("no such project: " + id));
    }

    /** One change of a flow, from which the same flow comes back when there is nothing to do. */
    @FunctionalInterface
    interface Change {
        Flow applyTo(Flow flow);
    }

    Flow update(ProjectId project, FlowId id, Precondition precondition, Change change) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Flow flow = flow(project, id);
            precondition.check(flow);
            Flow updated = change.applyTo(flow);
            if (updated.equals(flow) && isListed(project, flow)) {
                return flow;
            }
            if (flow.status() == FlowStatus.PAUSED && updated.status() != FlowStatus.PAUSED) {
                wakeUps.requirementAboutToBeMet(project, Requirement.activeFlow(id));
            }
            switch (save(project, flow, updated)) {
                case FlowStore.SaveResult.Saved() -> {
                    return updated;
                }
                case FlowStore.SaveResult.Changed() -> {}
                case FlowStore.SaveResult.ScopeTaken(FlowId owner) ->
                        throw scopeTaken(updated, owner);
                case FlowStore.SaveResult.LimitReached(Set<FlowId> active) ->
                        throw limitReached(project(project).plan(), active);
            }
        }
        throw busy();
    }

    /**
     * Whether it is stored what the flow listens to. It is not, or not any more, if a version that
     * did not store it activated the flow, or changed it after a rollback.
     */
    private boolean isListed(ProjectId project, Flow flow) {
        ActiveFlows.Listening own = ActiveFlows.Listening.of(flow.definition().trigger());
        return flow.status() != FlowStatus.ACTIVE
                || own.equals(store.activeFlows(project).listening().get(flow.id()));
    }

    /** Reads the plan after the count of its changes, so that a plan lowered since is noticed. */
    private FlowStore.SaveResult save(ProjectId project, Flow flow, Flow updated) {
        if (updated.status() != FlowStatus.ACTIVE) {
            return store.save(project, flow, updated);
        }
        ActiveFlows active = store.activeFlows(project);
        Project now = project(project);
        checks.requireActivatable(now, updated.definition());
        int most = checks.activeFlowLimit(now.plan());
        return store.save(
                project, flow, updated, Optional.of(new ActiveLimit(most, active.planChanges())));
    }

    /**
     * Call this before a document is stored whose runs end on a reply: replies are recorded only in
     * projects that have such a flow.
     */
    void recordReplies(ProjectId project, FlowDefinition definition) {
        if (definition.onReply() == OnReply.STOP && !project(project).recordsReplies()) {
            projects.change(project, Project::recordingReplies);
        }
    }

    static ProblemException busy() {
        return new ProblemException(
                ErrorCode.TRY_AGAIN, "the flow is being changed by others; try again");
    }

    private static ProblemException scopeTaken(Flow flow, FlowId owner) {
        Trigger trigger = flow.definition().trigger();
        String taken =
                trigger.keyword().isPresent()
                        ? "this keyword, which one flow of a project may have, or this "
                        : "this ";
        return new ProblemException(
                ErrorCode.SCOPE_TAKEN,
                "flow %s already listens to %s%s; pause it first, or choose another scope"
                        .formatted(owner, taken, trigger.type().wireName()),
                List.of(new Violation("/trigger", "is owned by flow " + owner)));
    }

    private static ProblemException limitReached(Plan plan, Set<FlowId> active) {
        return new ProblemException(
                ErrorCode.PLAN_LIMIT,
                "the plan %s has room for no more active flows; pause or archive one of those that are active now: %s; or ask the owner of the administrator key to set a larger plan"
                        .formatted(
                                plan,
                                active.stream()
                                        .map(FlowId::value)
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
    }
}
