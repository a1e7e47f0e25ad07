package dev.actionflows.domain.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.flow.FlowStore.SaveResult;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Cursors;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The contract of {@link FlowStore} implementations. */
public abstract class FlowStoreContract {
    private static final Instant LATER = Samples.NOW.plusSeconds(60);

    private final Stores stores;
    private final FlowStore flows;
    private final ProjectId project = Samples.projectId();

    protected FlowStoreContract(Stores stores) {
        this.stores = stores;
        this.flows = stores.flows();
    }

    @Test
    void a_flow_is_found_as_it_was_stored_with_its_first_version() {
        Flow flow = create("presave");

        assertThat(flows.find(project, flow.id())).contains(flow);
        assertThat(stores.facts().flowVersion(project, flow.id(), 1))
                .isEqualTo(new FlowVersion(flow.id(), 1, flow.definition()));
    }

    @Test
    void a_flow_is_not_found_in_another_project() {
        Flow flow = create("presave");

        assertThat(flows.find(Samples.projectId(), flow.id())).isEmpty();
    }

    @Test
    void a_flow_is_created_only_once() {
        Flow flow = create("presave");

        assertThatIllegalStateException()
                .isThrownBy(() -> flows.create(project, flow.withStatus(FlowStatus.PAUSED, LATER)));
        assertThat(flows.find(project, flow.id())).contains(flow);
    }

    @Test
    void flows_are_listed_once_each_oldest_first() {
        List<Flow> created = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Flow flow = Samples.draft("word" + i, Samples.NOW.plusMillis(i));
            flows.create(project, flow);
            created.add(flow);
        }
        flows.create(Samples.projectId(), Samples.draft("elsewhere"));

        assertThat(Cursors.readAll(cursor -> flows.list(project, cursor, 5), 5))
                .containsExactlyElementsOf(created);
        assertThat(flows.list(project, Optional.empty(), 12).next()).isEmpty();
    }

    @Test
    void a_list_contains_the_current_state_of_each_flow() {
        Flow flow = create("presave");
        Flow active = activated(flow);
        save(flow, active);

        assertThat(flows.list(project, Optional.empty(), 5).items()).containsExactly(active);
    }

    @Test
    void a_cursor_not_issued_by_the_list_is_rejected() {
        Cursors.assertGarbageIsRejected(cursor -> flows.list(project, cursor, 5));
    }

    @Test
    void an_activated_flow_owns_its_scope() {
        Flow flow = create("presave");
        Flow active = activated(flow);

        assertThat(save(flow, active)).isEqualTo(new SaveResult.Saved());

        assertThat(flows.find(project, flow.id())).contains(active);
        assertThat(owner("presave")).contains(TriggerClaim.of(active));
    }

    @Test
    void a_draft_owns_no_scope() {
        create("presave");

        assertThat(owner("presave")).isEmpty();
    }

    @Test
    void a_paused_flow_releases_its_scope() {
        Flow active = createActive("presave");
        Flow paused = active.withStatus(FlowStatus.PAUSED, LATER);

        assertThat(save(active, paused)).isEqualTo(new SaveResult.Saved());

        assertThat(owner("presave")).isEmpty();
        assertThat(flows.find(project, active.id())).contains(paused);
    }

    @Test
    void activating_a_second_flow_for_a_scope_reports_its_owner_and_changes_nothing() {
        Flow owner = createActive("presave");
        Flow second = create("Pré-Save!");

        assertThat(save(second, activated(second)))
                .isEqualTo(new SaveResult.ScopeTaken(owner.id()));

        assertThat(flows.find(project, second.id())).contains(second);
        assertThat(owner("presave")).contains(TriggerClaim.of(owner));
    }

    @Test
    void one_of_two_concurrent_activations_succeeds_and_the_other_reports_the_owner() {
        for (int round = 0; round < 10; round++) {
            List<Flow> drafts = List.of(create("word" + round), create("word" + round));

            List<SaveResult> results =
                    Together.run(
                            2, number -> save(drafts.get(number), activated(drafts.get(number))));

            int winner = results.indexOf(new SaveResult.Saved());
            assertThat(winner).isNotNegative();
            assertThat(results.get(1 - winner))
                    .isEqualTo(new SaveResult.ScopeTaken(drafts.get(winner).id()));
            assertThat(owner("word" + round).map(TriggerClaim::flow))
                    .contains(drafts.get(winner).id());
        }
    }

    @Test
    void the_same_keyword_is_free_in_another_project() {
        createActive("presave");
        ProjectId other = Samples.projectId();
        Flow flow = Samples.draft("presave");
        flows.create(other, flow);

        assertThat(flows.save(other, flow, activated(flow))).isEqualTo(new SaveResult.Saved());
    }

    @Test
    void a_scope_can_be_taken_after_its_owner_is_paused() {
        Flow active = createActive("presave");
        Flow second = create("presave");
        save(active, active.withStatus(FlowStatus.PAUSED, LATER));

        assertThat(save(second, activated(second))).isEqualTo(new SaveResult.Saved());
        assertThat(owner("presave").map(TriggerClaim::flow)).contains(second.id());
    }

    @Test
    void saving_a_flow_without_a_scope_does_not_affect_the_owner() {
        Flow owner = createActive("presave");
        Flow draft = create("presave");

        assertThat(save(draft, draft.withStatus(FlowStatus.PAUSED, LATER)))
                .isEqualTo(new SaveResult.Saved());

        assertThat(owner("presave")).contains(TriggerClaim.of(owner));
    }

    @Test
    void a_concurrently_changed_flow_is_not_saved() {
        Flow flow = create("presave");
        Flow active = activated(flow);
        save(flow, active);

        assertThat(save(flow, flow.withStatus(FlowStatus.PAUSED, LATER)))
                .isEqualTo(new SaveResult.Changed());

        assertThat(flows.find(project, flow.id())).contains(active);
        assertThat(owner("presave")).contains(TriggerClaim.of(active));
    }

    @Test
    void a_version_conflict_is_reported_before_a_taken_scope() {
        Flow flow = create("presave");
        save(flow, flow.withStatus(FlowStatus.PAUSED, LATER));
        createActive("presave");

        assertThat(save(flow, activated(flow))).isEqualTo(new SaveResult.Changed());
    }

    @Test
    void an_unknown_flow_cannot_be_saved() {
        Flow flow = Samples.draft("presave");

        assertThat(save(flow, activated(flow))).isEqualTo(new SaveResult.Changed());
        assertThat(owner("presave")).isEmpty();
    }

    @Test
    void changing_the_trigger_of_an_active_flow_takes_the_new_scope_and_releases_the_old_one() {
        Flow active = createActive("presave");
        Flow edited = active.withDefinition(Samples.definition("preorder"), LATER);

        assertThat(save(active, edited)).isEqualTo(new SaveResult.Saved());

        assertThat(owner("presave")).isEmpty();
        assertThat(owner("preorder")).contains(TriggerClaim.of(edited));
        assertThat(stores.facts().flowVersion(project, edited.id(), 2).definition())
                .isEqualTo(edited.definition());
        assertThat(stores.facts().flowVersion(project, edited.id(), 1).definition())
                .isEqualTo(active.definition());
    }

    @Test
    void only_one_of_two_concurrent_activations_takes_the_last_slot() {
        createActive("first");
        for (int round = 0; round < 10; round++) {
            List<Flow> drafts = List.of(create("left" + round), create("right" + round));
            Optional<ActiveLimit> limit = limit(2);

            List<SaveResult> results =
                    Together.run(
                            2,
                            number ->
                                    flows.save(
                                            project,
                                            drafts.get(number),
                                            activated(drafts.get(number)),
                                            limit));

            int winner = results.indexOf(new SaveResult.Saved());
            assertThat(winner).isNotNegative();
            assertThat(results.get(1 - winner))
                    .isEqualTo(new SaveResult.LimitReached(flows.activeFlows(project).flows()));
            assertThat(flows.activeFlows(project).flows())
                    .hasSize(2)
                    .contains(drafts.get(winner).id());
            Flow active = activated(drafts.get(winner));
            save(active, active.withStatus(FlowStatus.PAUSED, LATER));
        }
    }

    @Test
    void no_flow_is_activated_with_a_limit_of_zero() {
        Flow flow = create("presave");

        assertThat(flows.save(project, flow, activated(flow), limit(0)))
                .isEqualTo(new SaveResult.LimitReached(Set.of()));
        assertThat(owner("presave")).isEmpty();
        assertThat(flows.find(project, flow.id())).contains(flow);
    }

    @Test
    void changing_an_active_flow_needs_no_additional_slot() {
        Flow active = createActive("presave");
        Flow edited = active.withDefinition(Samples.definition("preorder"), LATER);

        assertThat(flows.save(project, active, edited, limit(1))).isEqualTo(new SaveResult.Saved());
        assertThat(flows.activeFlows(project).flows()).containsExactly(active.id());
    }

    @Test
    void what_active_flows_listen_to_is_known() {
        Flow first = createActive("first");
        Flow second = createActive("second");
        assertThat(heard()).containsOnly("first", "second");

        Flow edited = first.withDefinition(Samples.definition("third"), LATER);
        save(first, edited);
        save(second, second.withStatus(FlowStatus.PAUSED, LATER));

        assertThat(heard()).containsOnly("third");
    }

    private Set<String> heard() {
        return flows.activeFlows(project).listening().values().stream()
                .map(ActiveFlows.Listening::scope)
                .collect(Collectors.toSet());
    }

    @Test
    void paused_and_archived_flows_free_their_slots() {
        Flow first = createActive("first");
        Flow second = createActive("second");
        save(first, first.withStatus(FlowStatus.PAUSED, LATER));
        save(second, second.withStatus(FlowStatus.ARCHIVED, LATER));

        assertThat(flows.activeFlows(project).flows()).isEmpty();
        Flow third = create("third");
        assertThat(flows.save(project, third, activated(third), limit(1)))
                .isEqualTo(new SaveResult.Saved());
    }

    @Test
    void an_activation_based_on_an_outdated_plan_is_a_version_conflict() {
        Flow flow = create("presave");
        Optional<ActiveLimit> before = limit(5);
        ActiveFlows active = flows.planChanged(project);

        assertThat(active).isEqualTo(new ActiveFlows(Set.of(), 1, Map.of()));
        assertThat(flows.save(project, flow, activated(flow), before))
                .isEqualTo(new SaveResult.Changed());
        assertThat(flows.save(project, flow, activated(flow), limit(5)))
                .isEqualTo(new SaveResult.Saved());
        assertThat(flows.planChanged(project))
                .isEqualTo(
                        new ActiveFlows(
                                Set.of(flow.id()),
                                2,
                                Map.of(
                                        flow.id(),
                                        ActiveFlows.Listening.of(flow.definition().trigger()))));
    }

    @Test
    void flows_of_other_projects_do_not_count() {
        ProjectId other = Samples.projectId();
        Flow flow = Samples.draft("presave");
        flows.create(other, flow);
        flows.save(other, flow, activated(flow));

        assertThat(flows.activeFlows(project)).isEqualTo(ActiveFlows.none());
    }

    @Test
    void the_reason_and_the_time_of_a_pause_are_stored() {
        Flow active = createActive("presave");
        Flow paused = active.paused(PauseReason.PLAN, LATER.plusSeconds(1));
        save(active, paused);

        assertThat(flows.find(project, active.id())).contains(paused);
        assertThat(paused.activatedAt()).contains(LATER);
    }

    @Test
    void a_deleted_flow_is_gone_but_its_versions_remain_for_its_runs() {
        Flow flow = create("presave");
        Flow other = create("other");

        assertThat(flows.delete(project, flow)).isTrue();

        assertThat(flows.find(project, flow.id())).isEmpty();
        assertThat(flows.list(project, Optional.empty(), 5).items()).containsExactly(other);
        assertThat(stores.facts().flowVersion(project, flow.id(), 1).definition())
                .isEqualTo(flow.definition());
        assertThat(flows.delete(project, flow)).isFalse();
        assertThat(save(flow, activated(flow))).isEqualTo(new SaveResult.Changed());
        assertThat(owner("presave")).isEmpty();
    }

    @Test
    void a_concurrently_changed_flow_is_not_deleted() {
        Flow flow = create("presave");
        Flow active = activated(flow);
        save(flow, active);

        assertThat(flows.delete(project, flow)).isFalse();
        assertThat(flows.find(project, flow.id())).contains(active);
    }

    @Test
    void another_owner_of_a_flows_scope_is_reported() {
        Flow owner = createActive("presave");
        Flow draft = create("Pre-Save");

        assertThat(flows.otherOwner(project, draft)).contains(owner.id());
        assertThat(flows.otherOwner(project, owner)).isEmpty();
        assertThat(flows.otherOwner(project, create("free"))).isEmpty();
    }

    private Optional<ActiveLimit> limit(int most) {
        return Optional.of(new ActiveLimit(most, flows.activeFlows(project).planChanges()));
    }

    private Flow create(String keyword) {
        Flow flow = Samples.draft(keyword);
        flows.create(project, flow);
        return flow;
    }

    private Flow createActive(String keyword) {
        Flow draft = create(keyword);
        Flow active = activated(draft);
        assertThat(save(draft, active)).isEqualTo(new SaveResult.Saved());
        return active;
    }

    private static Flow activated(Flow flow) {
        return flow.withStatus(FlowStatus.ACTIVE, LATER);
    }

    private SaveResult save(Flow expected, Flow updated) {
        return flows.save(project, expected, updated);
    }

    private Optional<TriggerClaim> owner(String keyword) {
        return stores
                .intake()
                .read(project, Optional.empty(), TriggerType.SMS_KEYWORD, List.of(keyword))
                .claims()
                .values()
                .stream()
                .findFirst();
    }
}
