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
 * Lets flows that do not listen be tried out for real by some fans. All tests of a project are part
 * of the project, which every event reads anyway: they cost other fans nothing, and of two tests
 * that contradict each other one is refused.
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
     * Puts a flow into test mode, in place of its test before if it is in it already.
     *
     * @param named any ids of the test fans, at most {@link #MAX_FANS}
     * @param length at most {@link #MAX_LENGTH}
     * @throws ProblemException NOT_FOUND; INVALID_REQUEST when somebody is no fan; STATE_CONFLICT
     *     when the flow is active or archived, or too many are in test mode; PLAN_LIMIT when the
     *     plan has not what the flow needs; SCOPE_TAKEN when another flow is tried out by one of
     *     these fans with the same trigger
     */
    public TestMode start(ProjectId project, FlowId id, List<FanId> named, Duration length) {
        Instant now = clock.instant();
        Instant until = now.plus(length).truncatedTo(ChronoUnit.MILLIS);
        List<Fan> people = people(project, named);
        Project stored =
                projects.change(
                                project,
                                it -> {
                                    Flow flow = flow(project, id);
                                    requireTestable(it, flow);
                                    List<Other> others = others(it, id, now);
                                    requireFree(flow, people, others);
                                    return it.withTests(
                                            with(
                                                    it,
                                                    others,
                                                    test(
                                                            flow,
                                                            people,
                                                            begun(it, flow, now),
                                                            until)));
                                })
                        .orElseThrow(() -> missing(project));
        // whoever has changed the flow since it was looked at may not have seen the test
        try {
            requireTestable(stored, flow(project, id));
        } catch (ProblemException e) {
            end(projects, project, id);
            throw e;
        }
        return stored.testOf(id).orElseThrow();
    }

    /**
     * @throws ProblemException NOT_FOUND when there is no such flow, or it is not in test mode
     */
    public TestMode get(ProjectId project, FlowId id) {
        Flow flow = flow(project, id);
        return projects.find(project)
                .flatMap(it -> underWay(it, flow, clock.instant()))
                .orElseThrow(() -> ProblemException.notFound("the flow is not in test mode"));
    }

    /** The flow's test, if it is in test mode. */
    public static Optional<TestMode> underWay(Project project, Flow flow, Instant now) {
        return project.testOf(flow.id()).filter(test -> test.lastsAt(now) && test.suits(flow));
    }

    /**
     * Ends a flow's test, if it is in test mode. Runs that were begun go on.
     *
     * @throws ProblemException NOT_FOUND when there is no such flow
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
     * To be called after a flow got another document: ends its test if the plan has not what it
     * needs now. A test that begins at the same moment looks at the document again.
     */
    static void documentChanged(
            ProjectStore projects, FlowChecks checks, ProjectId project, Flow flow) {
        Optional<Project> found =
                projects.find(project).filter(it -> it.testOf(flow.id()).isPresent());
        if (found.isPresent() && !checks.hasPlanFor(found.get(), flow.definition())) {
            end(projects, project, flow.id());
        }
    }

    private List<Fan> people(ProjectId project, List<FanId> named) {
        Violations violations = new Violations();
        List<Fan> people = new ArrayList<>();
        for (int index = 0; index < named.size(); index++) {
            Optional<Fan> person = fans.find(project, named.get(index));
            person.ifPresent(people::add);
            if (person.isEmpty()) {
                violations.add("/fanIds/" + index, "names no fan of this project");
            }
        }
        return violations.orThrow(Optional.of(people));
    }

    private void requireTestable(Project project, Flow flow) {
        switch (flow.status()) {
            case DRAFT, PAUSED -> checks.requireActivatable(project, flow.definition());
            case ACTIVE ->
                    throw new ProblemException(
                            ErrorCode.STATE_CONFLICT,
                            "the flow is active and listens to everybody; duplicate it to try out"
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

    /** The tests of other flows that are under way; those that have ended are forgotten. */
    private List<Other> others(Project project, FlowId id, Instant now) {
        return project.tests().stream()
                .filter(test -> !test.flow().equals(id) && test.lastsAt(now))
                .flatMap(
                        test ->
                                flows.find(project.id(), test.flow()).filter(test::suits).stream()
                                        .map(flow -> new Other(test, flow)))
                .toList();
    }

    private static void requireFree(Flow flow, List<Fan> people, List<Other> others) {
        if (others.size() >= MAX_FLOWS) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "%d flows are in test mode, and no more may be: end the test of one of %s"
                            .formatted(
                                    others.size(),
                                    others.stream()
                                            .map(other -> other.flow().id().value())
                                            .collect(Collectors.joining(", "))));
        }
        for (Other other : others.stream().filter(it -> it.hasTriggerOf(flow)).toList()) {
            for (int index = 0; index < people.size(); index++) {
                if (other.test().isFor(people.get(index).ids())) {
                    throw scopeTaken(flow, other.flow().id(), index);
                }
            }
        }
    }

    /** A test that is changed while it lasts goes on. */
    private static Instant begun(Project project, Flow flow, Instant now) {
        return underWay(project, flow, now)
                .map(TestMode::begun)
                .orElse(now.truncatedTo(ChronoUnit.MILLIS));
    }

    private static TestMode test(Flow flow, List<Fan> people, Instant begun, Instant until) {
        return new TestMode(
                flow.id(),
                people.stream().map(Fan::id).distinct().toList(),
                begun,
                until,
                flow.activatedAt());
    }

    /** In its former place, so that who was first stays first. */
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
                .orElseThrow(() -> ProblemException.notFound("there is no flow " + id));
    }

    private static ProblemException scopeTaken(Flow flow, FlowId owner, int fan) {
        return new ProblemException(
                ErrorCode.SCOPE_TAKEN,
                "this fan tries out flow %s with the same %s; end that test first, or leave the"
                                .formatted(owner, flow.definition().trigger().type().wireName())
                        + " fan out",
                List.of(new Violation("/fanIds/" + fan, "is a test fan of flow " + owner)));
    }

    private static ProblemException missing(ProjectId id) {
        return ProblemException.notFound("there is no project " + id);
    }
}
