package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.PauseReason;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class PlanServiceTest {
    private final World world = new World();
    private final ProjectId project = world.project;
    private final Step step = new AddToSegmentStep(world.segment.id());

    @Test
    void pro_allows_five_active_flows_and_the_error_lists_them() {
        List<Flow> active = activate(5);
        Flow sixth = draft("sixth", step);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> world.flows.activate(project, sixth.id()))
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ErrorCode.PLAN_LIMIT);
                            active.forEach(
                                    flow ->
                                            assertThat(problem.getMessage())
                                                    .contains(flow.id().value()));
                        });
        world.flows.pause(project, active.getFirst().id());
        assertThat(world.flows.activate(project, sixth.id()).status()).isEqualTo(FlowStatus.ACTIVE);
    }

    @Test
    void enterprise_has_no_limit() {
        world.plans.change(project, Plan.ENTERPRISE);

        assertThat(activate(12)).hasSize(12);
    }

    @Test
    void basic_allows_flows_of_one_step() {
        world.plans.change(project, Plan.BASIC);
        Flow two = draft("two", step, step);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> world.flows.activate(project, two.id()))
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ErrorCode.PLAN_LIMIT);
                            assertThat(problem.violations().getFirst().pointer())
                                    .isEqualTo("/steps");
                        });
        assertThat(world.flows.activate(project, draft("one", step).id()).status())
                .isEqualTo(FlowStatus.ACTIVE);
    }

    @Test
    void a_plan_downgrade_keeps_the_flow_that_has_been_active_longest() {
        List<Flow> active = activate(4);
        Flow again = active.getFirst();
        world.flows.pause(project, again.id());
        world.clock.advance(Duration.ofMinutes(1));
        world.flows.activate(project, again.id());

        PlanService.PlanChange changed = world.plans.change(project, Plan.BASIC);

        assertThat(changed.project().plan()).isEqualTo(Plan.BASIC);
        assertThat(changed.paused().stream().map(Flow::id))
                .containsExactly(active.get(2).id(), active.get(3).id(), again.id());
        assertThat(current(active.get(1))).isEqualTo(active.get(1));
        for (Flow paused : changed.paused()) {
            assertThat(current(paused)).isEqualTo(paused);
            assertThat(paused.status()).isEqualTo(FlowStatus.PAUSED);
            assertThat(paused.pausedReason()).contains(PauseReason.PLAN);
        }
        assertThat(world.flowStore.activeFlows(project).flows())
                .containsExactly(active.get(1).id());
    }

    @Test
    void flows_that_the_plan_does_not_include_are_paused_first_and_take_no_slot() {
        Flow two = world.flows.activate(project, draft("two", step, step).id());
        world.clock.advance(Duration.ofMinutes(1));
        Flow one = world.flows.activate(project, draft("one", step).id());

        PlanService.PlanChange changed = world.plans.change(project, Plan.BASIC);

        assertThat(changed.paused().stream().map(Flow::id)).containsExactly(two.id());
        assertThat(current(one).status()).isEqualTo(FlowStatus.ACTIVE);
    }

    @Test
    void a_repeated_downgrade_is_a_no_op_and_a_larger_plan_activates_nothing() {
        activate(3);
        world.plans.change(project, Plan.BASIC);

        assertThat(world.plans.change(project, Plan.BASIC).paused()).isEmpty();
        assertThat(world.plans.change(project, Plan.ENTERPRISE).paused()).isEmpty();
        assertThat(world.flowStore.activeFlows(project).flows()).hasSize(1);
    }

    @Test
    void a_manually_paused_flow_keeps_its_pause_reason() {
        Flow flow = activate(1).getFirst();
        world.flows.pause(project, flow.id());

        world.plans.change(project, Plan.BASIC);

        assertThat(current(flow).pausedReason()).contains(PauseReason.REQUESTED);
    }

    @Test
    void an_active_flow_cannot_grow_beyond_the_plan() {
        world.plans.change(project, Plan.BASIC);
        Flow flow = activate(1).getFirst();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                world.flows.replace(
                                        project,
                                        flow.id(),
                                        world.definition("word0", OnFailure.CONTINUE, step, step),
                                        Precondition.none()))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.PLAN_LIMIT));
        assertThat(current(flow)).isEqualTo(flow);
    }

    @Test
    void an_unknown_project_is_not_found() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () -> world.plans.change(new ProjectId("prj_0000000000000000"), Plan.BASIC))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    private List<Flow> activate(int count) {
        List<Flow> active = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            world.clock.advance(Duration.ofSeconds(1));
            active.add(world.flows.activate(project, draft("word" + i, step).id()));
        }
        return active;
    }

    private Flow draft(String keyword, Step... steps) {
        return world.flows.create(project, world.definition(keyword, OnFailure.CONTINUE, steps));
    }

    private Flow current(Flow flow) {
        return world.flows.get(project, flow.id());
    }
}
