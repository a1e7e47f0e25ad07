package dev.actionflows.domain.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The contract of {@link FunnelStore} implementations. */
public abstract class FunnelStoreContract {
    private static final ReleaseId RELEASE = new ReleaseId("rel_2m4n6p8q0r1s3t5v");

    private final FunnelStore funnels;
    private final FanStore fans;
    private final ProjectId project = Samples.projectId();
    private final FunnelScope ofProject = new FunnelScope(project, Optional.empty());
    private final FunnelScope ofRelease = new FunnelScope(project, Optional.of(RELEASE));

    protected FunnelStoreContract(FunnelStore funnels, FanStore fans) {
        this.funnels = funnels;
        this.fans = fans;
    }

    private FanId fan() {
        FanId id = Samples.fanId();
        Fan fan = Samples.fan(id);
        fans.create(project, fan);
        return id;
    }

    private FanHistory.Id id(FanId fan) {
        return new FanHistory.Id(ofProject, fan);
    }

    private FanHistory.Id inRelease(FanId fan) {
        return new FanHistory.Id(ofRelease, fan);
    }

    private FanHistory found(FanHistory.Id id) {
        return Objects.requireNonNull(funnels.find(List.of(id)).get(id));
    }

    private ActionHistory acted(FanId fan, int times) {
        ActionHistory history = ActionHistory.NONE;
        for (int event = 0; event < times; event++) {
            history =
                    history.with(
                            new FanChange.Acted(
                                    project,
                                    fan,
                                    new EventId("api:" + event),
                                    TriggerType.RELEASE_PRESAVED,
                                    Optional.of(RELEASE),
                                    Samples.NOW));
        }
        return history;
    }

    private boolean store(String writer, FanHistory... histories) {
        return funnels.write(new FunnelUpdate(List.of(histories), List.of(), Map.of()), writer);
    }

    private boolean count(String writer, FunnelScope scope, long fans) {
        return funnels.write(
                new FunnelUpdate(
                        List.of(),
                        List.of(),
                        Map.of(scope, Map.of(new FunnelStage.Actions(1), fans))),
                writer);
    }

    @Test
    void a_fan_who_exists_has_done_nothing_yet_and_one_who_does_not_is_left_out() {
        FanId fan = fan();

        assertThat(funnels.find(List.of(id(fan), inRelease(fan), id(Samples.fanId()))))
                .isEqualTo(
                        Map.of(
                                id(fan), FanHistory.none(id(fan)),
                                inRelease(fan), FanHistory.none(inRelease(fan))));
        assertThat(funnels.stages(ofProject)).isEmpty();
    }

    @Test
    void histories_are_stored_at_the_revision_at_which_they_were_read() {
        FanId fan = fan();
        FanHistory none = FanHistory.none(id(fan));
        FanHistory once = none.with(acted(fan, 1));

        assertThat(store("shard", once)).isTrue();
        FanHistory stored = found(id(fan));
        assertThat(stored.history()).isEqualTo(acted(fan, 1));
        assertThat(stored.revision()).isEqualTo(1);
        assertThat(store("shard", once)).isFalse();
        FanId other = fan();
        assertThat(store("shard", stored.mergedInto(other))).isTrue();
        assertThat(found(id(fan)).mergedInto()).contains(other);
        assertThat(found(id(fan)).history()).isEqualTo(acted(fan, 1));
        assertThat(store("shard", stored.with(acted(fan, 3)))).isFalse();
    }

    @Test
    void an_update_is_all_or_nothing() {
        FanId fan = fan();
        FanId other = fan();
        store("shard", FanHistory.none(id(other)).with(acted(other, 1)));

        boolean written =
                funnels.write(
                        new FunnelUpdate(
                                List.of(
                                        FanHistory.none(id(fan)).with(acted(fan, 1)),
                                        FanHistory.none(id(other)).with(acted(other, 2))),
                                List.of(),
                                Map.of(ofProject, Map.of(new FunnelStage.Actions(1), 1L))),
                        "shard");

        assertThat(written).isFalse();
        assertThat(found(id(fan))).isEqualTo(FanHistory.none(id(fan)));
        assertThat(funnels.stages(ofProject)).isEmpty();
    }

    @Test
    void what_a_fan_did_for_releases_is_listed_and_removed() {
        FanId fan = fan();
        store(
                "shard",
                FanHistory.none(id(fan)).with(acted(fan, 2)),
                FanHistory.none(inRelease(fan)).with(acted(fan, 2)));

        List<FanHistory> releases = funnels.releasesOf(project, fan);
        assertThat(releases)
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.id()).isEqualTo(inRelease(fan));
                            assertThat(it.history()).isEqualTo(acted(fan, 2));
                        });
        FunnelUpdate removal = new FunnelUpdate(List.of(), releases, Map.of());
        assertThat(funnels.write(removal, "shard")).isTrue();
        assertThat(funnels.write(removal, "shard")).isFalse();
        assertThat(funnels.releasesOf(project, fan)).isEmpty();
        assertThat(found(inRelease(fan))).isEqualTo(FanHistory.none(inRelease(fan)));
    }

    @Test
    void stages_add_up_over_all_writers_by_project_and_release() {
        List<Boolean> counted =
                new ArrayList<>(Together.run(12, number -> count("shard" + number, ofProject, 2)));
        counted.add(count("shard", ofRelease, 5));
        counted.add(count("another", ofRelease, -1));

        assertThat(counted).containsOnly(true);
        assertThat(funnels.stages(ofProject)).isEqualTo(Map.of(new FunnelStage.Actions(1), 24L));
        assertThat(funnels.stages(ofRelease)).isEqualTo(Map.of(new FunnelStage.Actions(1), 4L));
        count("shard", ofRelease, -4);
        assertThat(funnels.stages(ofRelease)).isEmpty();
    }

    private FanTrials.Id trialsOf(FanId fan, int version) {
        return new FanTrials.Id(new FlowVersionKey(project, Samples.flowId(), version), fan);
    }

    private static FanTrials tried(FanTrials read) {
        return read.and(
                Map.of(
                        Trial.HOLDOUT,
                        Participation.of(Trial.SENT, Samples.NOW),
                        Trial.ofStep(24),
                        Participation.of("D", Samples.NOW)
                                .clicked(Samples.NOW.plusSeconds(1))
                                .acted(List.of(Samples.NOW.plusMillis(60_005)))));
    }

    private boolean store(FanHistory guard, FanTrials... trials) {
        return funnels.write(
                new FunnelUpdate(
                        List.of(guard), List.of(), Map.of(), List.of(trials), Figures.NONE),
                "shard");
    }

    @Test
    void trials_are_stored_at_the_revision_at_which_they_were_read_and_removed_if_empty() {
        FanId fan = fan();
        FanTrials.Id first = trialsOf(fan, 1);
        FanTrials.Id second = trialsOf(fan, 12_345);
        assertThat(funnels.trials(List.of(first, second)))
                .isEqualTo(Map.of(first, FanTrials.none(first), second, FanTrials.none(second)));

        assertThat(funnels.trialsOf(project, fan)).isEmpty();

        assertThat(store(found(id(fan)), tried(FanTrials.none(first)))).isTrue();

        FanTrials stored = Objects.requireNonNull(funnels.trials(List.of(first)).get(first));
        assertThat(stored.trials()).isEqualTo(tried(FanTrials.none(first)).trials());
        assertThat(stored.revision()).isEqualTo(1);
        assertThat(store(found(id(fan)), tried(FanTrials.none(first)))).isFalse();
        assertThat(store(FanHistory.none(id(fan)), stored)).isFalse();
        assertThat(store(found(id(fan)), new FanTrials(first, Map.of(), 1))).isTrue();
        assertThat(funnels.trials(List.of(first))).isEqualTo(Map.of(first, FanTrials.none(first)));
    }

    /**
     * Records are merged of a fan who was sent all messages of a long flow, and got another arm in
     * each of its trials: its figures cannot be written in parts.
     */
    @Test
    void a_fan_can_change_arms_in_as_many_trials_as_a_flow_has() {
        FanId fan = fan();
        FanTrials.Id id = trialsOf(fan, 1);
        FanTrials before = inAllTrials(id, "A", Trial.SENT);
        FanTrials after = inAllTrials(id, "B", Trial.HELD_OUT);
        Figures moved = after.figures().since(before.figures());
        assertThat(moved.counts().values().iterator().next()).hasSize(2 * 26 * 5);

        FunnelUpdate update =
                new FunnelUpdate(List.of(found(id(fan))), List.of(), Map.of(), List.of(), moved);

        assertThat(funnels.write(update, "shard")).isTrue();
    }

    private static FanTrials inAllTrials(FanTrials.Id id, String variant, String ofHoldout) {
        FanTrials trials = FanTrials.none(id).and(Map.of(Trial.HOLDOUT, reached(ofHoldout)));
        for (int step = 0; step < FlowDefinition.MAX_STEPS; step++) {
            trials = trials.and(Map.of(Trial.ofStep(step), reached(variant)));
        }
        return trials;
    }

    private static Participation reached(String arm) {
        Instant noon = Instant.parse("2026-11-02T12:00:00Z");
        return new Participation(
                arm, noon, Optional.of(noon.plusSeconds(9)), Optional.of(noon.plusSeconds(99)));
    }

    @Test
    void the_trials_of_a_fan_are_listed_whatever_the_history_knows() {
        FanId fan = fan();
        FanTrials.Id first = trialsOf(fan, 1);
        FanTrials.Id second = trialsOf(fan, 12_345);
        store(found(id(fan)), tried(FanTrials.none(first)), tried(FanTrials.none(second)));
        FanId other = fan();
        store(found(id(other)), tried(FanTrials.none(trialsOf(other, 1))));

        assertThat(funnels.trialsOf(project, fan))
                .containsExactlyInAnyOrderElementsOf(
                        funnels.trials(List.of(first, second)).values());
    }

    @Test
    void a_history_keeps_the_latest_times_and_the_trials_of_a_fan() {
        FanId fan = fan();
        FanHistory history =
                found(id(fan))
                        .with(
                                ActionHistory.NONE
                                        .withTime(Samples.NOW)
                                        .withTime(Samples.NOW.plusMillis(1))
                                        .withTrial(
                                                new ActionHistory.TriedVersion(
                                                        Samples.flowId(), 7)));
        store("shard", history);

        assertThat(found(id(fan)).history()).isEqualTo(history.history());
    }

    @Test
    void of_many_at_once_one_stores_a_history() {
        FanId fan = fan();

        assertThat(
                        Together.run(
                                        8,
                                        number ->
                                                store(
                                                        "shard" + number,
                                                        FanHistory.none(id(fan))
                                                                .with(acted(fan, 1))))
                                .stream()
                                .filter(it -> it))
                .hasSize(1);
    }

    /** Fans of different releases: two histories and a funnel each, and the project's. */
    @Test
    void as_much_as_the_roll_up_writes_at_once_fits_into_one_update() {
        FunnelUpdate.Draft draft = new FunnelUpdate.Draft();
        int fans = (FunnelRollUp.MAX_WRITES - 1) / 3;
        for (int number = 0; number < fans; number++) {
            FanId fan = fan();
            FunnelScope release =
                    new FunnelScope(
                            project, Optional.of(new ReleaseId("rel_%016d".formatted(number))));
            for (FunnelScope scope : List.of(ofProject, release)) {
                FanHistory none = FanHistory.none(new FanHistory.Id(scope, fan));
                draft.read(none);
                draft.change(none.with(acted(fan, 5)));
            }
        }
        FunnelUpdate update = draft.update();

        assertThat(update.stored().size() + update.stages().size())
                .isEqualTo(FunnelRollUp.MAX_WRITES);
        assertThat(funnels.write(update, "shard")).isTrue();
        assertThat(funnels.stages(ofProject))
                .containsEntry(new FunnelStage.Actions(5), (long) fans);
    }
}
