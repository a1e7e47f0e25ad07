package dev.actionflows.domain.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.link.InMemoryLinkStore;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

class TrialRollUpTest {
    private static final String SHARD = "shardId-1";
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    private static final ProjectId PROJECT = Samples.projectId();
    private static final FlowVersionKey FLOW = new FlowVersionKey(PROJECT, Samples.flowId(), 1);

    private final InMemoryFanStore fans = new InMemoryFanStore();
    private final Figures.Sum counted = new Figures.Sum();
    private final InMemoryFunnelStore funnels =
            new InMemoryFunnelStore(fans, figures -> counted.add(figures, 1));
    private final List<FanId> created = new ArrayList<>();

    private void create(FanId id) {
        fans.create(PROJECT, Samples.fan(id));
        created.add(id);
    }

    private void receive(FunnelStore store, List<FanChange> changes) {
        new FunnelRollUp(store, (_, _) -> {}).receive(SHARD, changes);
        new TrialRollUp(store, _ -> Optional.empty(), new InMemoryLinkStore())
                .receive(SHARD, changes);
    }

    private void receive(FanChange... changes) {
        receive(funnels, List.of(changes));
    }

    private FanId fan() {
        FanId id = Samples.fanId();
        create(id);
        return id;
    }

    private FanChange tried(FanId fan, Trial trial, String arm, Instant at) {
        return new FanChange.Tried(
                new RunKey(PROJECT, RunId.of(PROJECT, FLOW.flow(), Samples.fanId(), "event")),
                FLOW,
                fan,
                Map.of(trial, Participation.of(arm, at)));
    }

    private FanChange heldOut(FanId fan, Instant at) {
        return tried(fan, Trial.HOLDOUT, Trial.HELD_OUT, at);
    }

    private FanChange sent(FanId fan, Instant at) {
        return tried(fan, Trial.HOLDOUT, Trial.SENT, at);
    }

    private FanChange acted(FanId fan, Instant at) {
        return new FanChange.Acted(
                PROJECT,
                fan,
                new EventId("api:" + at),
                TriggerType.SMS_OPTED_IN,
                Optional.empty(),
                at);
    }

    private FanChange merged(FanId given, FanId kept) {
        return new FanChange.Merged(PROJECT, given, kept);
    }

    private static Instant at(Duration later) {
        return NOON.plus(later);
    }

    /** All days together. */
    private Map<String, Long> figures() {
        Map<String, Long> figures = new HashMap<>();
        counted.figures()
                .counts()
                .values()
                .forEach(
                        day ->
                                day.forEach(
                                        (figure, count) ->
                                                figures.merge(figure.text(), count, Long::sum)));
        figures.values().removeIf(it -> it == 0);
        return figures;
    }

    @Test
    void each_fan_counts_once_in_an_arm() {
        FanId one = fan();
        receive(
                sent(one, NOON),
                sent(one, at(Duration.ofHours(1))),
                sent(fan(), NOON),
                heldOut(fan(), NOON));
        receive(sent(one, NOON));

        assertThat(figures())
                .isEqualTo(Map.of("trial all SENT fans", 2L, "trial all HELD_OUT fans", 1L));
    }

    @Test
    void what_a_fan_does_within_a_week_counts_on_its_day() {
        FanId fan = fan();
        receive(
                acted(fan, NOON),
                heldOut(fan, NOON),
                acted(fan, at(Duration.ofDays(7))),
                acted(fan, at(Duration.ofDays(6))));

        assertThat(counted.figures().counts())
                .isEqualTo(
                        Map.of(
                                FigureKey.at(FLOW, NOON),
                                Map.of(
                                        new Figure.Trials(
                                                Trial.HOLDOUT, Trial.HELD_OUT, TrialFigure.FANS),
                                        1L),
                                FigureKey.at(FLOW, at(Duration.ofDays(6))),
                                Map.of(
                                        new Figure.Trials(
                                                Trial.HOLDOUT, Trial.HELD_OUT, TrialFigure.ACTED),
                                        1L)));
    }

    @Test
    void what_a_fan_does_before_or_after_a_week_does_not_count() {
        FanId fan = fan();
        receive(
                acted(fan, at(Duration.ofSeconds(-1))),
                heldOut(fan, NOON),
                acted(fan, at(Duration.ofDays(7).plusMillis(1))));

        assertThat(figures()).isEqualTo(Map.of("trial all HELD_OUT fans", 1L));
    }

    /** Fans do several things at once, and messages count from when they were sent. */
    @Test
    void what_a_fan_does_right_after_it_does_not_count_in_any_arm() {
        FanId heldOut = fan();
        FanId other = fan();
        receive(
                heldOut(heldOut, NOON),
                sent(other, NOON),
                acted(heldOut, at(Duration.ofMinutes(1))),
                acted(other, at(Duration.ofMinutes(1))));
        assertThat(figures())
                .isEqualTo(Map.of("trial all HELD_OUT fans", 1L, "trial all SENT fans", 1L));

        receive(acted(heldOut, at(Duration.ofMinutes(1).plusMillis(1))));

        assertThat(figures()).containsEntry("trial all HELD_OUT acted", 1L);
    }

    /** Events and runs are in different shards, whose order is not that of what happened. */
    @Test
    void an_action_may_be_delivered_before_the_message_that_it_followed() {
        FanId fan = fan();
        receive(acted(fan, at(Duration.ofMinutes(2))));
        receive(sent(fan, NOON));

        assertThat(figures())
                .isEqualTo(
                        Map.of(
                                "trial all SENT fans", 1L,
                                "trial all SENT acted", 1L,
                                "trial all SENT acted_same_day", 1L));
    }

    @Test
    void two_records_of_a_fan_are_one_fan_with_the_earlier_arm() {
        FanId given = fan();
        FanId kept = fan();
        receive(sent(given, at(Duration.ofHours(1))), heldOut(kept, NOON));
        receive(acted(given, at(Duration.ofMinutes(30))));

        receive(merged(given, kept));

        assertThat(figures())
                .isEqualTo(
                        Map.of(
                                "trial all HELD_OUT fans", 1L,
                                "trial all HELD_OUT acted", 1L,
                                "trial all HELD_OUT acted_same_day", 1L));
        assertThat(funnels.allTrials()).hasSize(1);
    }

    /** Experiments infer from it how many of a day's conversions are of fans of that day. */
    @Test
    void who_does_something_on_the_day_of_the_message_counts_as_such() {
        FanId sameDay = fan();
        FanId nextDay = fan();
        receive(sent(sameDay, NOON), sent(nextDay, NOON));
        receive(
                acted(sameDay, at(Duration.ofHours(12).minusMillis(1))),
                acted(nextDay, at(Duration.ofHours(12))));

        assertThat(figures())
                .isEqualTo(
                        Map.of(
                                "trial all SENT fans", 2L,
                                "trial all SENT acted", 2L,
                                "trial all SENT acted_same_day", 1L));
    }

    /** The earlier record was sent the message on the day before. */
    @Test
    void what_two_records_did_counts_by_the_day_of_the_earlier_one() {
        FanId given = fan();
        FanId kept = fan();
        receive(sent(given, at(Duration.ofDays(-1))), sent(kept, NOON));
        receive(acted(kept, at(Duration.ofMinutes(30))));
        assertThat(figures()).containsEntry("trial all SENT acted_same_day", 1L);

        receive(merged(given, kept));

        assertThat(figures())
                .isEqualTo(Map.of("trial all SENT fans", 1L, "trial all SENT acted", 1L));
    }

    /** Such as by a version that does not know trials, after a rollback. */
    @Test
    void trials_that_were_dropped_from_the_history_are_merged_and_stay_together() {
        FanId given = fan();
        FanId kept = fan();
        receive(sent(given, NOON));
        FanHistory.Id id = new FanHistory.Id(new FunnelScope(PROJECT, Optional.empty()), given);
        funnels.write(
                new FunnelUpdate(
                        List.of(
                                new FanHistory(
                                        id,
                                        ActionHistory.NONE,
                                        Optional.empty(),
                                        Objects.requireNonNull(funnels.find(List.of(id)).get(id))
                                                .revision())),
                        List.of(),
                        Map.of()),
                SHARD);

        receive(merged(given, kept));
        receive(acted(kept, at(Duration.ofDays(1))));

        assertThat(figures())
                .isEqualTo(Map.of("trial all SENT fans", 1L, "trial all SENT acted", 1L));
        assertThat(funnels.trialsOf(PROJECT, given)).isEmpty();
        assertThat(funnels.trialsOf(PROJECT, kept)).hasSize(1);
    }

    /** A fan who was sent all messages of a long flow, and both records have some of them. */
    @Test
    void records_that_are_merged_in_two_transactions_lose_nothing() {
        FanId given = fan();
        FanId kept = fan();
        receive(sentAll(given, IntStream.range(0, 25), 0));
        receive(sentAll(kept, IntStream.range(0, 15), 10));
        receive(sentAll(kept, IntStream.range(15, 25), -10));
        List<Integer> written = new ArrayList<>();
        FunnelStore store =
                new Interrupted(() -> {}) {
                    @Override
                    public Map<FanTrials.Id, FanTrials> trials(Collection<FanTrials.Id> ids) {
                        // DynamoDB returns them in any order
                        Map<FanTrials.Id, FanTrials> found = new LinkedHashMap<>();
                        ids.stream()
                                .sorted(Comparator.comparing(it -> !it.fan().equals(given)))
                                .forEach(it -> found.putAll(super.trials(List.of(it))));
                        return found;
                    }

                    @Override
                    public boolean write(FunnelUpdate update, String writer) {
                        written.add(update.trials().size());
                        return super.write(update, writer);
                    }
                };

        receive(store, List.of(merged(given, kept)));

        assertThat(written.stream().filter(it -> it > 0)).containsExactly(1, 1);
        TrialRollUpTest expected = new TrialRollUpTest();
        FanId one = expected.fan();
        expected.receive(sentAll(one, IntStream.range(0, 15), 0));
        expected.receive(sentAll(one, IntStream.range(15, 25), -10));
        assertThat(nonZero()).isEqualTo(expected.nonZero());
        assertThat(funnels.allTrials()).hasSize(1);
    }

    /** By day. */
    private Map<FigureKey, Map<Figure, Long>> nonZero() {
        Map<FigureKey, Map<Figure, Long>> days = new HashMap<>();
        counted.figures()
                .counts()
                .forEach(
                        (day, counts) ->
                                counts.forEach(
                                        (figure, count) -> {
                                            if (count != 0) {
                                                days.computeIfAbsent(day, _ -> new HashMap<>())
                                                        .put(figure, count);
                                            }
                                        }));
        return days;
    }

    /** One each 30 days, some days late, with a click a day and an action two days later. */
    private static FanChange sentAll(FanId fan, IntStream steps, int daysLate) {
        Map<Trial, Participation> trials = new HashMap<>();
        steps.forEach(
                step -> {
                    Instant at = at(Duration.ofDays(30L * step + daysLate));
                    trials.put(
                            Trial.ofStep(step),
                            new Participation(
                                    "A",
                                    at,
                                    Optional.of(at.plus(Duration.ofDays(1))),
                                    Optional.of(at.plus(Duration.ofDays(2)))));
                });
        return new FanChange.Tried(
                new RunKey(PROJECT, RunId.of(PROJECT, FLOW.flow(), Samples.fanId(), "event")),
                FLOW,
                fan,
                trials);
    }

    @Test
    void in_any_order_and_any_number_of_times_the_figures_are_the_same() {
        FanId given = fan();
        FanId kept = fan();
        FanId other = fan();
        List<FanChange> changes = new ArrayList<>();
        changes.add(sent(given, at(Duration.ofHours(2))));
        changes.add(heldOut(kept, at(Duration.ofHours(1))));
        changes.add(tried(kept, Trial.ofStep(2), "B", at(Duration.ofHours(1))));
        changes.add(sent(other, NOON));
        for (FanId fan : List.of(given, kept, other)) {
            changes.add(acted(fan, at(Duration.ofHours(1).plusMinutes(changes.size()))));
        }
        changes.add(merged(given, kept));
        Map<String, Long> expected =
                Map.of(
                        "trial all HELD_OUT fans", 1L,
                        "trial all HELD_OUT acted", 1L,
                        "trial all HELD_OUT acted_same_day", 1L,
                        "trial 2 B fans", 1L,
                        "trial 2 B acted", 1L,
                        "trial 2 B acted_same_day", 1L,
                        "trial all SENT fans", 1L,
                        "trial all SENT acted", 1L,
                        "trial all SENT acted_same_day", 1L);
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            TrialRollUpTest fresh = new TrialRollUpTest();
            created.forEach(fresh::create);
            List<FanChange> shuffled = new ArrayList<>(changes);
            shuffled.addAll(changes.subList(0, random.nextInt(changes.size())));
            Collections.shuffle(shuffled, random);
            shuffled.forEach(fresh::receive);

            assertThat(fresh.figures()).as("%s", shuffled).isEqualTo(expected);
        }
    }

    @Test
    void more_than_a_transaction_holds_is_counted_in_parts() {
        List<FanChange> changes = new ArrayList<>();
        FanId busy = fan();
        for (int version = 1; version <= 40; version++) {
            changes.add(
                    new FanChange.Tried(
                            new RunKey(
                                    PROJECT,
                                    RunId.of(PROJECT, FLOW.flow(), Samples.fanId(), "event")),
                            new FlowVersionKey(PROJECT, FLOW.flow(), version),
                            busy,
                            Map.of(Trial.HOLDOUT, Participation.of(Trial.SENT, NOON))));
        }
        IntStream.range(0, 100).forEach(_ -> changes.add(sent(fan(), NOON)));
        receive(funnels, changes);
        receive(acted(busy, at(Duration.ofDays(1))));

        assertThat(figures())
                .isEqualTo(Map.of("trial all SENT fans", 140L, "trial all SENT acted", 40L));
    }

    @Test
    void a_fan_who_was_erased_is_not_counted() {
        receive(sent(Samples.fanId(), NOON));

        assertThat(figures()).isEmpty();
        assertThat(funnels.allTrials()).isEmpty();
    }

    /** Its message may have been sent long before that was recorded. */
    @Test
    void a_click_that_was_seen_before_its_message_is_recorded_counts() {
        FanId fan = fan();
        RunKey run = new RunKey(PROJECT, RunId.of(PROJECT, FLOW.flow(), fan, "event"));
        String message = new StepKey(run, 2).messageKey();
        InMemoryLinkStore links = new InMemoryLinkStore();
        LinkCode code = LinkCode.of(message);
        links.put(code, message, Set.of(LinkTarget.RELEASE), Optional.empty(), 1);
        links.click(code, NOON.minusSeconds(1));
        FanChange.Tried sent =
                new FanChange.Tried(
                        run, FLOW, fan, Map.of(Trial.ofStep(2), Participation.of("B", NOON)));

        new TrialRollUp(funnels, _ -> Optional.empty(), links).receive(SHARD, List.of(sent));

        assertThat(figures())
                .isEqualTo(
                        Map.of(
                                "trial 2 B fans", 1L,
                                "trial 2 B clicked", 1L,
                                "trial 2 B clicked_same_day", 1L));
    }

    @Test
    void a_click_counts_for_the_variant_that_its_run_sent() {
        FanId fan = fan();
        RunKey run = new RunKey(PROJECT, RunId.of(PROJECT, FLOW.flow(), fan, "event"));
        FanChange.Tried sent =
                new FanChange.Tried(
                        run, FLOW, fan, Map.of(Trial.ofStep(2), Participation.of("B", NOON)));
        TrialRollUp rollUp =
                new TrialRollUp(funnels, _ -> Optional.of(sent), new InMemoryLinkStore());

        rollUp.receive(
                SHARD,
                List.of(
                        new FanChange.Clicked(new StepKey(run, 2), NOON.plusSeconds(5)),
                        new FanChange.Clicked(new StepKey(run, 0), NOON.plusSeconds(6))));

        assertThat(figures())
                .isEqualTo(
                        Map.of(
                                "trial 2 B fans", 1L,
                                "trial 2 B clicked", 1L,
                                "trial 2 B clicked_same_day", 1L));
    }

    /** Another writer comes between the reading and the writing of what belongs together. */
    @Test
    void an_action_that_comes_in_between_is_seen() {
        FanId fan = fan();
        FanChange action = acted(fan, at(Duration.ofMinutes(2)));
        FunnelStore interrupted = new Interrupted(() -> receive(funnels, List.of(action)));

        new TrialRollUp(interrupted, _ -> Optional.empty(), new InMemoryLinkStore())
                .receive(SHARD, List.of(sent(fan, NOON)));

        assertThat(figures())
                .isEqualTo(
                        Map.of(
                                "trial all SENT fans", 1L,
                                "trial all SENT acted", 1L,
                                "trial all SENT acted_same_day", 1L));
    }

    @Test
    void what_keeps_changing_is_left_to_the_next_delivery() {
        FunnelStore busy =
                new Interrupted(() -> {}) {
                    @Override
                    public boolean write(FunnelUpdate update, String writer) {
                        return false;
                    }
                };

        assertThatThrownBy(
                        () ->
                                new TrialRollUp(
                                                busy,
                                                _ -> Optional.empty(),
                                                new InMemoryLinkStore())
                                        .receive(SHARD, List.of(sent(fan(), NOON))))
                .isInstanceOf(ProblemException.class);
        assertThat(figures()).isEmpty();
    }

    /** Lets something else happen once, before the first write. */
    private class Interrupted implements FunnelStore {
        private Optional<Runnable> meanwhile;

        Interrupted(Runnable meanwhile) {
            this.meanwhile = Optional.of(meanwhile);
        }

        @Override
        public Map<FanHistory.Id, FanHistory> find(Collection<FanHistory.Id> ids) {
            return funnels.find(ids);
        }

        @Override
        public List<FanHistory> releasesOf(ProjectId project, FanId fan) {
            return funnels.releasesOf(project, fan);
        }

        @Override
        public Map<FanTrials.Id, FanTrials> trials(Collection<FanTrials.Id> ids) {
            return funnels.trials(ids);
        }

        @Override
        public List<FanTrials> trialsOf(ProjectId project, FanId fan) {
            return funnels.trialsOf(project, fan);
        }

        @Override
        public boolean write(FunnelUpdate update, String writer) {
            Optional<Runnable> now = meanwhile;
            meanwhile = Optional.empty();
            now.ifPresent(Runnable::run);
            return funnels.write(update, writer);
        }

        @Override
        public Map<FunnelStage, Long> stages(FunnelScope scope) {
            return funnels.stages(scope);
        }
    }
}
