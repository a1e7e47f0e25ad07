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
import dev.actionflows.domain.run.FlowContext;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.trigger.Trigger;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Static checks of a flow. Errors can only be fixed in the flow document; warnings are what
 * currently keeps the flow from being activated or from doing everything it describes.
 */
public final class FlowChecks {
    private final FlowStore flows;
    private final Catalog catalog;
    private final PlanLimits limits;
    private final StepActions actions;
    private final MatchWarnings matches;
    private final ReleaseWarnings releases;

    public FlowChecks(
            FlowStore flows,
            Catalog catalog,
            PlanLimits limits,
            StepActions actions,
            InstantSource clock) {
        this.flows = flows;
        this.catalog = catalog;
        this.limits = limits;
        this.actions = actions;
        this.matches = new MatchWarnings(catalog);
        this.releases = new ReleaseWarnings(clock);
    }

    /**
     * @throws ProblemException INVALID_REQUEST if the flow refers to something unknown, would start
     *     itself, or has a message that is too long for some fan or has a tag without a value for
     *     any fan
     */
    void requireValid(Project owner, FlowDefinition definition) {
        ProjectId project = owner.id();
        Violations violations = new Violations();
        Trigger trigger = definition.trigger();
        FlowContext context = FlowContext.of(owner, definition, catalog);
        if (trigger.referredRelease().filter(id -> !exists(project, id)).isPresent()) {
            violations.add("/trigger/releaseId", "not a release of this project");
        }
        if (trigger.referredArtist().filter(id -> !exists(project, id)).isPresent()) {
            violations.add("/trigger/artistId", "not an artist of this project");
        }
        if (trigger.referredFlow().filter(id -> flows.find(project, id).isEmpty()).isPresent()) {
            violations.add("/trigger/flowId", "not a flow of this project");
        }
        if (trigger.referredSegment().filter(id -> !exists(project, id)).isPresent()) {
            violations.add("/trigger/segmentId", "not a segment of this project");
        }
        for (int index = 0; index < definition.steps().size(); index++) {
            Step step = definition.steps().get(index);
            String pointer = "/steps/" + index;
            if (step.referredRelease().filter(id -> !exists(project, id)).isPresent()) {
                violations.add(pointer + "/releaseId", "not a release of this project");
            }
            if (step.referredArtist().filter(id -> !exists(project, id)).isPresent()) {
                violations.add(pointer + "/artistId", "not an artist of this project");
            }
            if (step.referredSegment().filter(id -> !exists(project, id)).isPresent()) {
                violations.add(pointer + "/segmentId", "not a segment of this project");
            }
            violation(step, context.at(index, definition))
                    .ifPresent(it -> violations.add(pointer + it.pointer(), it.detail()));
            if (fires(step, trigger, project)) {
                violations.add(
                        pointer,
                        "causes the event that this flow listens to, so that the flow would start"
                                + " itself; remove the step, or choose another trigger");
            }
        }
        violations.orThrow(Optional.of(definition));
    }

    /**
     * @throws ProblemException PLAN_LIMIT if the plan does not allow the flow; STATE_CONFLICT if a
     *     rule has become stricter since the flow was stored
     */
    void requireActivatable(Project project, FlowDefinition definition) {
        try {
            FlowDefinition.decode(definition.toDocument());
        } catch (ProblemException e) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "the flow violates rules that are newer than it; change it first",
                    e.violations());
        }
        List<Violation> broken = limits.violations(project.plan(), definition);
        if (!broken.isEmpty()) {
            throw new ProblemException(
                    ErrorCode.PLAN_LIMIT,
                    "the plan %s does not allow this flow: %s; change the flow, or ask the holder of the administrator key for a larger plan"
                            .formatted(project.plan(), broken.getFirst().detail()),
                    broken);
        }
    }

    /** Whether the plan allows the flow, regardless of the number of active flows. */
    boolean hasPlanFor(Project project, FlowDefinition definition) {
        return limits.violations(project.plan(), definition).isEmpty();
    }

    /** The warnings for the flow's author, by location in the flow document. */
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
        definition
                .trigger()
                .referredFlow()
                .filter(flow.id()::equals)
                .ifPresent(
                        _ ->
                                warnings.add(
                                        new Violation(
                                                "/trigger/flowId",
                                                "is this flow itself, which its own messages never"
                                                        + " start: choose another flow")));
        FlowContext context = FlowContext.of(project, definition, catalog);
        FlowLoops loops = new FlowLoops(flows, actions, project.id(), flow);
        for (int index = 0; index < definition.steps().size(); index++) {
            Step step = definition.steps().get(index);
            String pointer = "/steps/" + index;
            int earlier = definition.steps().indexOf(step);
            if (earlier < index && isIdempotent(step)) {
                warnings.add(
                        new Violation(
                                pointer,
                                "has no effect: /steps/" + earlier + " already does the same"));
            }
            // the project may have been renamed since the flow was stored
            violation(step, context.at(index, definition))
                    .ifPresent(
                            it -> warnings.add(new Violation(pointer + it.pointer(), it.detail())));
            advice(step, project)
                    .ifPresent(
                            it -> warnings.add(new Violation(pointer + it.pointer(), it.detail())));
            releases.of(step, project, context)
                    .ifPresent(
                            it -> warnings.add(new Violation(pointer + it.pointer(), it.detail())));
            matches.of(step, project)
                    .forEach(
                            it -> warnings.add(new Violation(pointer + it.pointer(), it.detail())));
            missingSetup(step, project)
                    .ifPresent(detail -> warnings.add(new Violation(pointer, detail)));
            loops.through(step)
                    .map(FlowChecks::loopWarning)
                    .ifPresent(detail -> warnings.add(new Violation(pointer, detail)));
            missingLink(step, context.at(index, definition))
                    .ifPresent(detail -> warnings.add(new Violation(pointer, detail)));
        }
        return warnings;
    }

    private static String loopWarning(List<Flow> chain) {
        return "leads to %s, and from there back to this flow: a fan's chain of runs ends before it enters a flow again"
                .formatted(
                        chain.stream()
                                .map(it -> "%s (%s)".formatted(it.definition().name(), it.id()))
                                .collect(Collectors.joining(", then ")));
    }

    /** The maximum number of active flows under this plan. */
    int activeFlowLimit(Plan plan) {
        return limits.of(plan).activeFlows();
    }

    private boolean isIdempotent(Step step) {
        return actions.of(step).isIdempotent();
    }

    private boolean fires(Step step, Trigger trigger, ProjectId project) {
        return actions.of(step).fires(step, trigger, project);
    }

    private Optional<Violation> violation(Step step, FlowContext context) {
        return inVariants(step, it -> actions.of(it).violation(it, context));
    }

    private Optional<Violation> advice(Step step, Project project) {
        return inVariants(step, it -> actions.of(it).advice(it, project));
    }

    private Optional<String> missingSetup(Step step, Project project) {
        return actions.of(step).missingSetup(step, project);
    }

    private Optional<String> missingLink(Step step, FlowContext context) {
        return Stream.concat(Stream.of(step), step.variants().stream())
                .flatMap(it -> actions.of(it).missingLink(it, context).stream())
                .findFirst();
    }

    /** The first violation of a step or, with a pointer into the step, of one of its variants. */
    private static Optional<Violation> inVariants(
            Step step, Function<Step, Optional<Violation>> check) {
        Optional<Violation> first = check.apply(step);
        for (int index = 0; first.isEmpty() && index < step.variants().size(); index++) {
            String pointer = "/variants/" + index;
            first =
                    check.apply(step.variants().get(index))
                            .map(it -> new Violation(pointer + it.pointer(), it.detail()));
        }
        return first;
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
