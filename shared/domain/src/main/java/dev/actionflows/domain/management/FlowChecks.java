package dev.actionflows.domain.management;

import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.trigger.Trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be told of a flow without running it. Errors are what no project can mend but by another
 * document; warnings are what keeps the flow from being activated, or from doing all that it says,
 * as things are now.
 */
public final class FlowChecks {
    private final FlowStore flows;
    private final Catalog catalog;
    private final PlanLimits limits;
    private final StepActions actions;

    public FlowChecks(FlowStore flows, Catalog catalog, PlanLimits limits, StepActions actions) {
        this.flows = flows;
        this.catalog = catalog;
        this.limits = limits;
        this.actions = actions;
    }

    /**
     * @throws ProblemException INVALID_REQUEST when the flow refers to what is not there, would set
     *     itself off, or has a text that is too long for some fan
     */
    void requireSound(Project owner, FlowDefinition definition) {
        ProjectId project = owner.id();
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
            violation(step, owner)
                    .ifPresent(it -> violations.add(pointer + it.pointer(), it.detail()));
            if (fires(step, trigger, project)) {
                violations.add(
                        pointer,
                        "does for the fan what this flow listens to, so the flow would set itself"
                                + " off; take the step out, or choose another trigger");
            }
        }
        violations.orThrow(Optional.of(definition));
    }

    /**
     * @throws ProblemException PLAN_LIMIT when the plan has not what the flow needs; STATE_CONFLICT
     *     when a rule has become stricter since the flow was stored
     */
    void requireActivatable(Project project, FlowDefinition definition) {
        try {
            FlowDefinition.decode(definition.toDocument());
        } catch (ProblemException e) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "the flow breaks rules that are newer than it; change it first",
                    e.violations());
        }
        List<Violation> broken = limits.violations(project.plan(), definition);
        if (!broken.isEmpty()) {
            throw new ProblemException(
                    ErrorCode.PLAN_LIMIT,
                    "the plan %s has no room for this flow: %s; change the flow, or have whoever has the administrator key set a larger plan"
                            .formatted(project.plan(), broken.getFirst().detail()),
                    broken);
        }
    }

    /** Whether the plan has what the flow needs; how many flows are active is not asked. */
    boolean hasPlanFor(Project project, FlowDefinition definition) {
        return limits.violations(project.plan(), definition).isEmpty();
    }

    /** What the flow's author should know, by its place in the flow document. */
    List<Violation> warnings(Project project, Flow flow) {
        FlowDefinition definition = flow.definition();
        List<Violation> warnings = new ArrayList<>(limits.violations(project.plan(), definition));
        flows.otherOwner(project.id(), flow)
                .ifPresent(
                        owner ->
                                warnings.add(
                                        new Violation(
                                                "/trigger",
                                                "is owned by the active flow %s until that is"
                                                                .formatted(owner)
                                                        + " paused")));
        for (int index = 0; index < definition.steps().size(); index++) {
            Step step = definition.steps().get(index);
            String pointer = "/steps/" + index;
            int earlier = definition.steps().indexOf(step);
            if (earlier < index && isIdempotent(step)) {
                warnings.add(
                        new Violation(pointer, "does nothing: /steps/" + earlier + " has done it"));
            }
            // the project may have been renamed since the flow was stored
            violation(step, project)
                    .ifPresent(
                            it -> warnings.add(new Violation(pointer + it.pointer(), it.detail())));
            missingSetup(step, project)
                    .ifPresent(detail -> warnings.add(new Violation(pointer, detail)));
        }
        return warnings;
    }

    /** How many flows may be active at once under this plan. */
    int activeFlowLimit(Plan plan) {
        return limits.of(plan).activeFlows();
    }

    private boolean isIdempotent(Step step) {
        return actions.of(step).isIdempotent();
    }

    private boolean fires(Step step, Trigger trigger, ProjectId project) {
        return actions.of(step).fires(step, trigger, project);
    }

    private Optional<Violation> violation(Step step, Project project) {
        return actions.of(step).violation(step, project);
    }

    private Optional<String> missingSetup(Step step, Project project) {
        return actions.of(step).missingSetup(step, project);
    }

    private boolean exists(ProjectId project, ArtistId id) {
        return catalog.findArtist(project, id).isPresent();
    }

    private boolean exists(ProjectId project, ReleaseId id) {
        return catalog.findRelease(project, id).isPresent();
    }

    private boolean exists(ProjectId project, SegmentId id) {
        return catalog.findSegment(project, id).isPresent();
    }
}
