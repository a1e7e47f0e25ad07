package dev.actionflows.domain.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

class FunnelRollUpTest {
    private static final String SHARD = "shardId-1";

    private final InMemoryFanStore fans = new InMemoryFanStore();
    private final InMemoryFunnelStore funnels = new InMemoryFunnelStore(fans);
    private final Map<FunnelStage, Long> observed = new HashMap<>();
    private final FunnelRollUp rollUp = new FunnelRollUp(funnels, this::observe);
    private final ProjectId project = Samples.projectId();
    private final FunnelScope ofProject = new FunnelScope(project, Optional.empty());
    private final ReleaseId release = new ReleaseId("rel_2m4n6p8q0r1s3t5v");

    private void observe(FunnelScope scope, Map<FunnelStage, Long> fans) {
        assertThat(scope).isEqualTo(ofProject);
        fans.forEach((stage, count) -> observed.merge(stage, count, Long::sum));
    }

    private FanId fan() {
        FanId id = Samples.fanId();
        fans.create(project, Samples.fan(id));
        return id;
    }

    private FanChange acted(FanId fan, String event, Optional<ReleaseId> of, Instant at) {
        return new FanChange.Acted(
                project,
                fan,
                new EventId("api:" + event),
                of.isPresent() ? TriggerType.RELEASE_PRESAVED : TriggerType.SMS_OPTED_IN,
                of,
                at);
    }

    private FanChange preSave(FanId fan, String event) {
        return acted(fan, event, Optional.of(release), Samples.NOW);
    }

    private FanChange merged(FanId given, FanId kept) {
        return new FanChange.Merged(project, given, kept);
    }

    private long at(FunnelScope scope, FunnelStage stage) {
        return funnels.stages(scope).getOrDefault(stage, 0L);
    }

    private long acted(int atLeast) {
        return at(ofProject, new FunnelStage.Actions(atLeast));
    }

    @Test
    void an_action_counts_in_the_project_and_for_its_release() {
        rollUp.receive(SHARD, List.of(preSave(fan(), "1"), preSave(fan(), "2")));

        assertThat(acted(1)).isEqualTo(2);
        assertThat(funnels.stages(new FunnelScope(project, Optional.of(release))))
                .isEqualTo(
                        Map.of(
                                new FunnelStage.Actions(1), 2L,
                                new FunnelStage.Did(TriggerType.RELEASE_PRESAVED.wireName()), 2L));
    }

    @Test
    void what_is_delivered_again_writes_nothing() {
        List<FanChange> changes = List.of(preSave(fan(), "1"));
        rollUp.receive(SHARD, changes);
        int writes = funnels.writes();

        rollUp.receive("another shard", changes);

        assertThat(funnels.writes()).isEqualTo(writes);
        assertThat(acted(1)).isEqualTo(1);
    }

    @Test
    void many_actions_are_counted_in_few_writes() {
        List<FanChange> changes = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            changes.add(preSave(fan(), "e" + number));
        }
        rollUp.receive(SHARD, changes);

        assertThat(acted(1)).isEqualTo(200);
        assertThat(funnels.writes()).isEqualTo(5);
    }

    @Test
    void merged_records_are_one_fan_also_for_what_is_delivered_later() {
        FanId given = fan();
        FanId kept = fan();
        rollUp.receive(SHARD, List.of(preSave(given, "1"), preSave(kept, "2")));
        assertThat(acted(1)).isEqualTo(2);

        rollUp.receive(SHARD, List.of(merged(given, kept)));
        rollUp.receive(SHARD, List.of(preSave(given, "3"), preSave(kept, "2")));

        assertThat(observed)
                .containsEntry(new FunnelStage.Actions(1), 1L)
                .containsEntry(new FunnelStage.Actions(3), 1L);
        FunnelScope ofRelease = new FunnelScope(project, Optional.of(release));
        for (FunnelScope scope : List.of(ofProject, ofRelease)) {
            assertThat(at(scope, new FunnelStage.Actions(1))).isEqualTo(1);
            assertThat(at(scope, new FunnelStage.Actions(3))).isEqualTo(1);
            assertThat(at(scope, new FunnelStage.Actions(4))).isZero();
        }
        assertThat(funnels.releasesOf(project, given)).isEmpty();
    }

    @Test
    void nothing_is_stored_of_a_fan_who_was_erased() {
        FanId erased = Samples.fanId();
        FanId there = fan();

        rollUp.receive(
                SHARD,
                List.of(
                        preSave(erased, "1"),
                        merged(erased, there),
                        merged(there, erased),
                        preSave(there, "2")));

        assertThat(acted(1)).isEqualTo(1);
        assertThat(funnels.find(List.of(new FanHistory.Id(ofProject, there))).values())
                .singleElement()
                .satisfies(it -> assertThat(it.mergedInto()).isEmpty());
    }

    @Test
    void a_history_that_keeps_changing_is_tried_again_later() {
        FunnelRollUp overtaken =
                new FunnelRollUp(
                        new Delegating(funnels) {
                            @Override
                            public boolean write(FunnelUpdate update, String writer) {
                                return false;
                            }
                        },
                        this::observe);

        assertThatThrownBy(() -> overtaken.receive(SHARD, List.of(preSave(fan(), "1"))))
                .isInstanceOf(ProblemException.class);
    }

    private void assertOneFanActedTwice() {
        FunnelScope ofRelease = new FunnelScope(project, Optional.of(release));
        for (FunnelScope scope : List.of(ofProject, ofRelease)) {
            assertThat(at(scope, new FunnelStage.Actions(1))).isEqualTo(1);
            assertThat(at(scope, new FunnelStage.Actions(2))).isEqualTo(1);
        }
    }

    /** Both of shards of their own, and the second one between two steps of the first one. */
    @Test
    void a_merge_that_overtakes_another_leaves_nothing_of_a_release_behind() {
        FanId first = fan();
        FanId second = fan();
        FanId third = fan();
        rollUp.receive(SHARD, List.of(preSave(first, "1"), preSave(third, "2")));
        FunnelRollUp overtaken =
                new FunnelRollUp(
                        new Delegating(funnels) {
                            @Override
                            public List<FanHistory> releasesOf(ProjectId of, FanId fan) {
                                List<FanHistory> releases = super.releasesOf(of, fan);
                                rollUp.receive("another shard", List.of(merged(second, third)));
                                return releases;
                            }
                        },
                        this::observe);

        overtaken.receive(SHARD, List.of(merged(first, second)));

        assertOneFanActedTwice();
    }

    @Test
    void a_merge_that_overtakes_another_between_reading_and_writing_leaves_nothing_behind() {
        FanId first = fan();
        FanId second = fan();
        FanId third = fan();
        rollUp.receive(SHARD, List.of(preSave(first, "1"), preSave(third, "2")));
        FunnelRollUp overtaken =
                new FunnelRollUp(
                        new Delegating(funnels) {
                            @Override
                            public Map<FanHistory.Id, FanHistory> find(
                                    Collection<FanHistory.Id> ids) {
                                Map<FanHistory.Id, FanHistory> found = super.find(ids);
                                if (ids.stream().anyMatch(it -> it.scope().release().isPresent())) {
                                    rollUp.receive("another shard", List.of(merged(second, third)));
                                }
                                return found;
                            }
                        },
                        this::observe);

        overtaken.receive(SHARD, List.of(merged(first, second)));

        assertOneFanActedTwice();
    }

    @Test
    void pointers_in_a_circle_are_an_error_and_no_endless_loop() {
        FanId one = fan();
        FanId other = fan();
        FanHistory.Id idOfOne = new FanHistory.Id(ofProject, one);
        FanHistory.Id idOfOther = new FanHistory.Id(ofProject, other);
        funnels.write(
                new FunnelUpdate(
                        List.of(
                                FanHistory.none(idOfOne).mergedInto(other),
                                FanHistory.none(idOfOther).mergedInto(one)),
                        List.of(),
                        Map.of()),
                SHARD);

        assertThatThrownBy(() -> rollUp.receive(SHARD, List.of(preSave(one, "1"))))
                .hasMessageContaining("circles");
        assertThatThrownBy(() -> rollUp.receive(SHARD, List.of(merged(one, other))))
                .hasMessageContaining("circles");
    }

    /**
     * 5,000 first actions a second for the release of one project, by 70 shards that deliver them
     * every five seconds: the eight items of a funnel take fewer than a hundred writes a second
     * each.
     */
    @Test
    void at_five_thousand_actions_a_second_a_funnel_is_written_about_a_hundred_times_a_second() {
        int shards = 70;
        int perShard = 5 * 5_000 / shards;
        for (int shard = 0; shard < shards; shard++) {
            List<FanChange> changes = new ArrayList<>();
            for (int number = 0; number < perShard; number++) {
                changes.add(preSave(fan(), shard + "-" + number));
            }
            rollUp.receive("shard" + shard, changes);
        }

        assertThat(acted(1)).isEqualTo((long) shards * perShard);
        assertThat(funnels.writes() / 5).isLessThanOrEqualTo(112);
    }

    private static class Delegating implements FunnelStore {
        @Override
        public Map<FanTrials.Id, FanTrials> trials(Collection<FanTrials.Id> ids) {
            return store.trials(ids);
        }

        private final FunnelStore store;

        Delegating(FunnelStore store) {
            this.store = store;
        }

        @Override
        public Map<FanHistory.Id, FanHistory> find(Collection<FanHistory.Id> ids) {
            return store.find(ids);
        }

        @Override
        public List<FanHistory> releasesOf(ProjectId project, FanId fan) {
            return store.releasesOf(project, fan);
        }

        @Override
        public List<FanTrials> trialsOf(ProjectId project, FanId fan) {
            return store.trialsOf(project, fan);
        }

        @Override
        public boolean write(FunnelUpdate update, String writer) {
            return store.write(update, writer);
        }

        @Override
        public Map<FunnelStage, Long> stages(FunnelScope scope) {
            return store.stages(scope);
        }
    }

    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Dies before or after any write, and lets another invocation work in between of reading and
     * writing.
     */
    private static final class Unreliable extends Delegating {
        private final Random random;
        private final Runnable other;

        Unreliable(FunnelStore store, Random random, Runnable other) {
            super(store);
            this.random = random;
            this.other = other;
        }

        @Override
        public Map<FanHistory.Id, FanHistory> find(Collection<FanHistory.Id> ids) {
            Map<FanHistory.Id, FanHistory> found = super.find(ids);
            if (random.nextInt(4) == 0) {
                other.run();
            }
            return found;
        }

        @Override
        public List<FanHistory> releasesOf(ProjectId project, FanId fan) {
            List<FanHistory> releases = super.releasesOf(project, fan);
            if (random.nextInt(3) == 0) {
                other.run();
            }
            return releases;
        }

        @Override
        public boolean write(FunnelUpdate update, String writer) {
            int luck = random.nextInt(8);
            if (luck == 0) {
                throw new Died();
            }
            boolean done = super.write(update, writer);
            if (luck == 1) {
                throw new Died();
            }
            return done;
        }
    }

    /**
     * Actions and merges in any order, delivered in batches that overlap, by two invocations at
     * once that die: in the end, the funnels are those of a count over everything that was done.
     */
    @Test
    void the_funnels_of_a_thousand_histories_are_those_of_a_count() {
        for (int seed = 1; seed <= 1_000; seed++) {
            new History(seed).play();
        }
    }

    private final class History {
        private final int seed;
        private final Random random;
        private final InMemoryFanStore fans = new InMemoryFanStore();
        private final InMemoryFunnelStore store = new InMemoryFunnelStore(fans);
        private final List<FanId> records = new ArrayList<>();
        private final List<FanChange> changes = new ArrayList<>();

        /** The record that each one is part of. */
        private final Map<FanId, FanId> people = new HashMap<>();

        History(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        private void plan() {
            int number = 2 + random.nextInt(5);
            for (int i = 0; i < number; i++) {
                FanId id = Samples.fanId();
                fans.create(project, Samples.fan(id));
                records.add(id);
                people.put(id, id);
            }
            int steps = 5 + random.nextInt(20);
            for (int i = 0; i < steps; i++) {
                FanId fan = records.get(random.nextInt(number));
                FanId other = records.get(random.nextInt(number));
                if (random.nextInt(3) == 0) {
                    FanId given = people.getOrDefault(fan, fan);
                    FanId kept = people.getOrDefault(other, other);
                    if (!given.equals(kept)) {
                        changes.add(merged(given, kept));
                        people.replaceAll((_, of) -> of.equals(given) ? kept : of);
                    }
                } else {
                    changes.add(
                            acted(
                                    fan,
                                    "e" + random.nextInt(steps),
                                    Optional.of(new ReleaseId("rel_%016d".formatted(i % 3)))
                                            .filter(_ -> random.nextBoolean()),
                                    Samples.NOW.plus(Duration.ofHours(random.nextInt(50)))));
                }
            }
        }

        /**
         * Two shards, whose order is not that of what happened. The other one's function is called
         * while this one's is between two steps.
         */
        void play() {
            plan();
            Collections.shuffle(changes, random);
            int half = random.nextInt(changes.size() + 1);
            List<FanChange> here = changes.subList(0, half);
            List<FanChange> there = new ArrayList<>(changes.subList(half, changes.size()));
            FunnelRollUp reliable = new FunnelRollUp(store, (_, _) -> {});
            FunnelRollUp rollUp =
                    new FunnelRollUp(
                            new Unreliable(
                                    store,
                                    random,
                                    () -> {
                                        if (!there.isEmpty()) {
                                            reliable.receive("other", List.of(there.removeLast()));
                                        }
                                    }),
                            (_, _) -> {});
            int delivered = 0;
            while (delivered < here.size()) {
                int from = Math.max(0, delivered - random.nextInt(3));
                int to = Math.min(here.size(), delivered + 1 + random.nextInt(5));
                try {
                    rollUp.receive(SHARD, here.subList(from, to));
                    delivered = to;
                } catch (Died e) {
                    // delivered again
                }
            }
            reliable.receive("other", there);

            Map<FunnelScope, Map<FunnelStage, Long>> expected = expected();
            Set<FunnelScope> scopes = new HashSet<>(store.scopes());
            scopes.addAll(expected.keySet());
            for (FunnelScope scope : scopes) {
                assertThat(store.stages(scope))
                        .as("seed %d, %s", seed, scope)
                        .isEqualTo(expected.getOrDefault(scope, Map.of()));
            }
        }

        private record Person(FunnelScope scope, FanId fan) {}

        private Map<FunnelScope, Map<FunnelStage, Long>> expected() {
            Map<Person, List<FanChange.Acted>> byPerson = new HashMap<>();
            for (FanChange change : changes) {
                if (change instanceof FanChange.Acted acted) {
                    FanId person = people.getOrDefault(acted.fan(), acted.fan());
                    byPerson.computeIfAbsent(new Person(ofProject, person), _ -> new ArrayList<>())
                            .add(acted);
                    if (acted.release().isPresent()) {
                        byPerson.computeIfAbsent(
                                        new Person(
                                                new FunnelScope(project, acted.release()), person),
                                        _ -> new ArrayList<>())
                                .add(acted);
                    }
                }
            }
            Map<FunnelScope, Map<FunnelStage, Long>> expected = new HashMap<>();
            byPerson.forEach(
                    (person, actions) ->
                            count(
                                    expected.computeIfAbsent(person.scope(), _ -> new HashMap<>()),
                                    actions));
            return expected;
        }

        private static void count(Map<FunnelStage, Long> stages, List<FanChange.Acted> actions) {
            Set<EventId> events = new HashSet<>();
            Set<LocalDate> days = new HashSet<>();
            Set<TriggerType> types = new HashSet<>();
            for (FanChange.Acted action : actions) {
                events.add(action.event());
                days.add(action.at().atOffset(ZoneOffset.UTC).toLocalDate());
                types.add(action.type());
            }
            for (int times = 1; times <= Math.min(5, events.size()); times++) {
                stages.merge(new FunnelStage.Actions(times), 1L, Long::sum);
            }
            if (days.size() > 1) {
                stages.merge(new FunnelStage.Returned(), 1L, Long::sum);
            }
            types.forEach(it -> stages.merge(new FunnelStage.Did(it.wireName()), 1L, Long::sum));
        }
    }
}
