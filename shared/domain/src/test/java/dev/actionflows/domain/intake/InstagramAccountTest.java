package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.intake.InstagramEvent.Comment;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.plan.PlanFeature;
import dev.actionflows.domain.project.InMemoryProjectStore;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The owner of an account, and whether the plan includes Instagram. */
class InstagramAccountTest extends InstagramFixture {
    @Test
    void events_of_unknown_accounts_are_counted_and_do_not_affect_others() {
        onComment("", "");
        InstagramEvent stranger =
                new Comment(new InstagramAccountId("42"), FAN, "1", List.of(POST), "hello");

        receiver.receive(List.of(stranger, comment("hello"), stranger), 3, inTime());

        assertThat(startedFlows()).hasSize(1);
        assertThat(ignored).containsExactly("UNREADABLE 3", "UNKNOWN_ACCOUNT 2");
    }

    @Test
    void a_released_account_starts_no_flows() {
        onComment("", "");
        world.instagram.release(world.project);

        receive(comment("hello"));

        assertThat(startedFlows()).isEmpty();
        assertThat(ignored).containsExactly("UNKNOWN_ACCOUNT 1");
    }

    @Test
    void after_a_plan_downgrade_no_flow_starts_and_the_reason_is_recorded() {
        onComment("", "");
        InMemoryProjectStore lowered = new InMemoryProjectStore();
        lowered.create(onPlan(Plan.BASIC));

        receiver(new InMemoryIntakeReader(world.flowStore, lowered, world.fans), world.instagram)
                .receive(List.of(comment("hello")), 0, inTime());

        assertThat(startedFlows()).isEmpty();
        assertThat(known(FAN)).isEmpty();
        assertThat(refusals("igc:17865799348081")).containsExactly(NotStartedReason.NOT_IN_PLAN);
    }

    @Test
    void the_deployments_plan_limits_determine_what_a_plan_includes() {
        onComment("", "");
        onMessage("");
        InMemoryProjectStore projects = new InMemoryProjectStore();
        projects.create(onPlan(Plan.BASIC));
        PlanLimits table =
                new PlanLimits(
                        Map.of(
                                Plan.BASIC,
                                new PlanLimits.Limits(1, 1, Set.of(PlanFeature.INSTAGRAM_DM))));

        receiver(
                        new InMemoryIntakeReader(world.flowStore, projects, world.fans),
                        world.instagram,
                        table)
                .receive(List.of(comment("hello"), message("mid-1", "hello")), 0, inTime());

        assertThat(refusals("igdm:mid-1")).containsExactly(NotStartedReason.NOT_IN_PLAN);
        assertThat(startedFlows()).hasSize(1);
    }

    private Project onPlan(Plan plan) {
        return Samples.project(world.project, plan);
    }
}
