package dev.actionflows.domain.management;

import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.flow.TestMode;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.trigger.Trigger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts flows into test mode, in which an inactive flow runs for some fans. All test modes of a
 * project are part of the project, which is read for every event: they cost no additional read for
 * other fans, and of two conflicting tests one is rejected.
 */
public final class TestModeService {
    public static final int MAX_FANS = 20;
    public static final int MAX_FLOWS = 5;
    public static final Duration DEFAULT_LENGTH = Duration.ofHours(24);
    public static final Duration MAX_LENGTH = Duration.ofDays(7);

    private final FlowStore flows;
    private final ProjectStore projects;
    private final FanLookup fans;
    private final FlowChecks checks;
    private final InstantSource clock;

    public TestModeService(
            FlowStore flows,
            ProjectStore projects,
            FanLookup fans,
            FlowChecks checks,
            InstantSource clock) {
        this.flows = flows;
        this.projects = projects;
        this.fans = fans;
        this.checks = checks;
        this.clock = clock;
    }

    /**
     * Puts a flow into test mode, or replaces its current test.
     *
     * @param named any ids of the test fans, at most {@link #MAX_FANS}
     * @param length at most {@link #MAX_LENGTH}
     * @throws ProblemException NOT_FOUND; INVALID_REQUEST if an id is not a fan's; STATE_CONFLICT
     *     if the flow is active or archived, or too many flows are in test mode; PLAN_LIMIT if the
     *     plan does not allow the flow; SCOPE_TAKEN if one of these fans already tests another flow
     *     with the same trigger
     */
    public TestMode start(ProjectId project, FlowId id, List<FanId> named, Duration length) {
        Instant now = clock.instant();
        Instant until = now.plus(length).truncatedTo(ChronoUnit.MILLIS);
        List<Fan> testFans = testFans(project, named);
        Project stored =
                projects.change(
                                project,
                                it -> {
                                    Flow flow = flow(project, id);
                                    requireTestable(it, flow);
                                    List<Other> others = others(it, id, now);
                                    requireFree(flow, testFans, others);
                                    return it.withTests(
                                            with(
                                                    it,
                                                    others,
                                                    test(
                                                            flow,
                                                            testFans,
                                                            begun(it, flow, now),
                                                            until)));
                                })
                        .orElseThrow(() -> missing(project));
        // a concurrent change of the flow may have missed the test
        try {
            requireTestable(stored, flow(project, id));
        } catch (ProblemException e) {
            end(projects, project, id);
            throw e;
        }
        return stored.testOf(id).orElseThrow();
    }

    /**
     * @throws ProblemException NOT_FOUND if the flow does not exist or is not in test mode
     */
    public TestMode get(ProjectId project, FlowId id) {
        Flow flow = flow(project, id);
        return projects.find(project)
                .flatMap(it -> underWay(it, flow, clock.instant()))
                .orElseThrow(() -> ProblemException.notFound("the flow is not in test mode"));
    }

    /** The flow's test, if it is in test mode. */
    public static Optional<TestMode> underWay(Project project, Flow flow, Instant now) {
        return project.testOf(flow.id()).filter(test -> test.lastsAt(now) && test.appliesTo(flow));
    }

    /**
     * Ends a flow's test, if it is in test mode. Its runs continue.
     *
     * @throws ProblemException NOT_FOUND if the flow does not exist
     */
    public void end(ProjectId project, FlowId id) {
        flow(project, id);
        if (projects.find(project).filter(it -> it.testOf(id).isPresent()).isPresent()) {
            end(projects, project, id);
        }
    }

    private static void end(ProjectStore projects, ProjectId project, FlowId id) {
        projects.change(
                project,
                it ->
                        it.withTests(
                                it.tests().stream()
                                        .filter(test -> !test.flow().equals(id))
                                        .toList()));
    }

    /**
     * Call this after the document of a flow has changed: ends its test if the plan does not allow
     * the new document. A test that begins concurrently checks the document again.
     */
    static void documentChanged(
            ProjectStore projects, FlowChecks checks, ProjectId project, Flow flow) {
        Optional<Project> found =
                projects.find(project).filter(it -> it.testOf(flow.id()).isPresent());
        if (found.isPresent() && !checks.hasPlanFor(found.get(), flow.definition())) {
            end(projects, project, flow.id());
        }
    }

    private List<Fan> testFans(ProjectId project, List<FanId> named) {
        Violations violations = new Violations();
        List<Fan> testFans = new ArrayList<>();
        for (int index = 0; index < named.size(); index++) {
            Optional<Fan> fan = fans.find(project, named.get(index));
            fan.ifPresent(testFans::add);
            if (fan.isEmpty()) {
                violations.add("/fanIds/" + index, "not a fan of this project");
            }
        }
        return violations.orThrow(Optional.of(testFans));
    }

    private void requireTestable(Project project, Flow flow) {
        switch (flow.status()) {
            case DRAFT, PAUSED -> checks.requireActivatable(project, flow.definition());
            case ACTIVE ->
                    throw new ProblemException(
                            ErrorCode.STATE_CONFLICT,
                            "the flow is active and listens for all fans; duplicate it to test"
                                    + " a change");
            case ARCHIVED ->
                    throw new ProblemException(
                            ErrorCode.STATE_CONFLICT,
                            "the flow is archived for good; duplicate it to use it again");
        }
    }

    /** A test of another flow, and that flow as it is now. */
    private record Other(TestMode test, Flow flow) {
        private boolean hasTriggerOf(Flow another) {
            Trigger its = flow.definition().trigger();
            Trigger trigger = another.definition().trigger();
            return its.type() == trigger.type() && its.scope().equals(trigger.scope());
        }
    }

    /** The active tests of other flows; expired ones are dropped. */
    private List<Other> others(Project project, FlowId id, Instant now) {
        return project.tests().stream()
                .filter(test -> !test.flow().equals(id) && test.lastsAt(now))
                .flatMap(
                        test ->
                                flows
                                        .find(project.id(), test.flow())
                                        .filter(test::appliesTo)
                                        .stream()
                                        .map(flow -> new Other(test, flow)))
                .toList();
    }

    private static void requireFree(Flow flow, List<Fan> testFans, List<Other> others) {
        if (others.size() >= MAX_FLOWS) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "%d flows are in test mode, which is the maximum: end the test of one of %s"
                            .formatted(
                                    others.size(),
                                    others.stream()
                                            .map(other -> other.flow().id().value())
                                            .collect(Collectors.joining(", "))));
        }
        for (Other other : others.stream().filter(it -> it.hasTriggerOf(flow)).toList()) {
            for (int index = 0; index < testFans.size(); index++) {
                if (other.test().isFor(testFans.get(index).ids())) {
                    throw scopeTaken(flow, other.flow().id(), index);
                }
            }
        }
    }

    /** A test that is changed while it is active keeps its beginning. */
    private static Instant begun(Project project, Flow flow, Instant now) {
        return underWay(project, flow, now)
                .map(TestMode::begun)
                .orElse(now.truncatedTo(ChronoUnit.MILLIS));
    }

    private static TestMode test(Flow flow, List<Fan> testFans, Instant begun, Instant until) {
        return new TestMode(
                flow.id(),
                testFans.stream().map(Fan::id).distinct().toList(),
                begun,
                until,
                flow.activatedAt());
    }

    /** In its previous position, to keep the order in which the tests began. */
    private static List<TestMode> with(Project project, List<Other> others, TestMode test) {
        List<TestMode> kept = others.stream().map(Other::test).toList();
        List<TestMode> all = new ArrayList<>();
        for (TestMode before : project.tests()) {
            if (before.flow().equals(test.flow())) {
                all.add(test);
            } else if (kept.contains(before)) {
                all.add(before);
            }
        }
        if (!all.contains(test)) {
            all.add(test);
        }
        return all;
    }

    private Flow flow(ProjectId project, FlowId id) {
        return flows.find(project, id)
                .orElseThrow(() -> ProblemException.notFound("no such flow: " + id));
    }

    private static ProblemException scopeTaken(Flow flow, FlowId owner, int fan) {
        return new ProblemException(
                ErrorCode.SCOPE_TAKEN,
                "this fan tests flow %s with the same %s; end that test first, or leave the"
                                .formatted(owner, flow.definition().trigger().type().wireName())
                        + " fan out",
                List.of(new Violation("/fanIds/" + fan, "is a test fan of flow " + owner)));
    }

    private static ProblemException missing(ProjectId id) {
        return ProblemException.notFound("no such project: " + id);
    }
}
