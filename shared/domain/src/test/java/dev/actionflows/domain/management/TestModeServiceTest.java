package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TestMode;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.InstagramTrigger;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Which flows can be in test mode, and what ends it. */
class TestModeServiceTest extends TestModeFixture {
    @Test
    void a_test_expires() {
        Flow draft = draft("presave");
        test(draft, tester);
        world.clock.advance(DAY.minusMillis(2));

        assertThat(text("SM1")).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(underWay(draft)).isPresent();
        assertThat(text("SM2")).isEqualTo(EventOutcome.NO_FLOW);
        assertThat(underWay(draft)).isEmpty();
        problem(ErrorCode.NOT_FOUND, () -> world.tests.get(project, draft.id()));
    }

    @Test
    void ending_a_test_is_idempotent() {
        Flow draft = draft("presave");
        test(draft, tester);

        world.tests.end(project, draft.id());
        world.tests.end(project, draft.id());

        assertThat(text("SM1")).isEqualTo(EventOutcome.NO_FLOW);
        problem(ErrorCode.NOT_FOUND, () -> world.tests.end(project, Samples.flowId()));
    }

    @Test
    void activation_ends_a_test_even_if_the_flow_is_paused_again() {
        Flow draft = draft("presave");
        test(draft, tester);

        world.flows.activate(project, draft.id());
        assertThat(underWay(draft)).isEmpty();
        text("SM1");
        assertThat(started().getFirst().test()).isFalse();
        world.clock.advance(Duration.ofMillis(1));
        world.flows.pause(project, draft.id());

        assertThat(underWay(draft)).isEmpty();
        assertThat(text("SM2")).isEqualTo(EventOutcome.NO_FLOW);
    }

    @Test
    void archiving_and_deleting_end_a_test() {
        Flow archived = draft("presave");
        Flow deleted = draft("news");
        test(archived, tester);
        test(deleted, tester);

        world.flows.archive(project, archived.id(), Precondition.none());
        world.flows.delete(project, deleted.id(), Precondition.none());

        assertThat(text("SM1")).isEqualTo(EventOutcome.NO_FLOW);
        assertThat(text(World.FAN_NUMBER, "SM2", "news")).isEqualTo(EventOutcome.NO_FLOW);
    }

    @Test
    void only_an_inactive_flow_that_is_not_archived_can_be_tested() {
        Flow active = active("presave");
        Flow archived = draft("news");
        world.flows.archive(project, archived.id(), Precondition.none());

        problem(ErrorCode.STATE_CONFLICT, () -> test(active, tester));
        problem(ErrorCode.STATE_CONFLICT, () -> test(archived, tester));
        problem(
                ErrorCode.NOT_FOUND,
                () -> world.tests.start(project, Samples.flowId(), List.of(tester), DAY));
    }

    @Test
    void a_flow_outside_the_plan_cannot_be_tested_and_active_flows_do_not_count() {
        world.plans.change(project, Plan.BASIC);
        active("one");
        Flow instagram =
                draft(
                        new InstagramTrigger.Dm(Optional.empty(), Optional.empty()),
                        ReEntry.EVERY_EVENT);

        assertThat(problem(ErrorCode.PLAN_LIMIT, () -> test(instagram, tester)).violations())
                .extracting(Violation::pointer)
                .containsExactly("/trigger/type");
        test(draft("presave"), tester);
        assertThat(text("SM1")).isEqualTo(EventOutcome.RUN_STARTED);
    }

    @Test
    void changing_the_plan_ends_all_tests() {
        Flow draft = draft("presave");
        test(draft, tester);

        world.plans.change(project, Plan.PRO);
        assertThat(underWay(draft)).isPresent();
        world.plans.change(project, Plan.ENTERPRISE);
        assertThat(underWay(draft)).isEmpty();
    }

    @Test
    void a_document_that_exceeds_the_plan_ends_the_test() {
        world.plans.change(project, Plan.BASIC);
        Flow draft = draft("presave");
        test(draft, tester);

        world.flows.replace(project, draft.id(), twoSteps(), Precondition.none());

        assertThat(underWay(draft)).isEmpty();
        assertThat(text("SM1")).isEqualTo(EventOutcome.NO_FLOW);
    }

    private FlowDefinition twoSteps() {
        return world.definition("presave", OnFailure.CONTINUE, join, join);
    }

    @Test
    void at_most_five_flows_are_in_test_mode_and_ended_tests_do_not_count() {
        List<Flow> drafts = List.of(draft("a"), draft("b"), draft("c"), draft("d"), draft("e"));
        drafts.forEach(flow -> test(flow, tester));
        Flow sixth = draft("f");

        assertThat(problem(ErrorCode.STATE_CONFLICT, () -> test(sixth, tester)))
                .hasMessageContaining(drafts.getFirst().id().value());
        assertThat(test(drafts.get(1), tester, other).fans()).hasSize(2);
        world.flows.activate(project, drafts.getFirst().id());

        test(sixth, tester);
        assertThat(world.projects.find(project).orElseThrow().tests())
                .extracting(TestMode::flow)
                .containsExactly(
                        drafts.get(1).id(),
                        drafts.get(2).id(),
                        drafts.get(3).id(),
                        drafts.get(4).id(),
                        sixth.id());
    }

    /** Makes a change after the test is stored and before the flow is read again. */
    private TestModeService interruptedBy(Runnable change) {
        ProjectStore projects =
                new ProjectStore() {
                    @Override
                    public void create(Project created) {
                        world.projects.create(created);
                    }

                    @Override
                    public Page<Project> list(Optional<String> cursor, int limit) {
                        return world.projects.list(cursor, limit);
                    }

                    @Override
                    public Optional<Project> find(ProjectId id) {
                        return world.projects.find(id);
                    }

                    @Override
                    public Optional<Project> change(ProjectId id, UnaryOperator<Project> how) {
                        Optional<Project> changed = world.projects.change(id, how);
                        change.run();
                        return changed;
                    }
                };
        return world.with(ProjectStore.class, projects).management().testModes();
    }

    @Test
    void a_concurrently_activated_flow_is_not_tested() {
        Flow draft = draft("presave");
        TestModeService tests = interruptedBy(() -> world.flows.activate(project, draft.id()));

        problem(
                ErrorCode.STATE_CONFLICT,
                () -> tests.start(project, draft.id(), List.of(tester), DAY));

        world.flows.pause(project, draft.id());
        assertThat(underWay(draft)).isEmpty();
    }

    @Test
    void a_concurrently_stored_document_is_checked() {
        world.plans.change(project, Plan.BASIC);
        Flow draft = draft("presave");
        Flow larger = draft.withDefinition(twoSteps(), world.clock.instant());
        TestModeService tests = interruptedBy(() -> world.flowStore.save(project, draft, larger));

        problem(ErrorCode.PLAN_LIMIT, () -> tests.start(project, draft.id(), List.of(tester), DAY));

        assertThat(underWay(draft)).isEmpty();
    }
}
