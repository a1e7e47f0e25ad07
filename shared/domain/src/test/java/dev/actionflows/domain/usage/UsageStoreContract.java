package dev.actionflows.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureKey;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FlowFigureStore;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.analytics.MessageFigure;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contract of {@link UsageStore} implementations. */
public abstract class UsageStoreContract {
    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    private static final Figure STARTED = new Figure.Runs(Figure.STARTED);
    private static final Figure SKIPPED = new Figure.Steps(3, "SKIPPED", "no_consent");
    private static final Figure CREDITS = new Figure.Messages(3, MessageFigure.CREDITS);

    private final UsageStore store;
    private final ProjectId project = Samples.projectId();
    private final FlowId flow = new FlowId("flow_1111111111111111");
    private final FlowId other = new FlowId("flow_2222222222222222");
    private final String shard = "shardId-" + Samples.nonce();

    private final FlowFigureStore figures;

    protected UsageStoreContract(UsageStore store, FlowFigureStore figures) {
        this.store = store;
        this.figures = figures;
    }

    private static Optional<SequenceNumber> at(String digits) {
        return digits.isEmpty() ? Optional.empty() : Optional.of(SequenceNumber.of(digits));
    }

    private boolean count(String shard, String after, String upTo, Map<UsageKey, Usage> added) {
        return store.count(
                new UsageCount(
                        shard,
                        at(after),
                        SequenceNumber.of(upTo),
                        added,
                        Figures.NONE,
                        Samples.NOW));
    }

    private UsageKey key(FlowId flow, Channel channel) {
        return new UsageKey(project, MONTH, flow, channel);
    }

    /** The project's only counter of the month. */
    private Usage texts(YearMonth month) {
        List<UsageStore.Entry> entries = store.ofMonth(project, month);
        assertThat(entries)
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.flow()).isEqualTo(flow);
                            assertThat(it.channel()).isEqualTo(Channel.TEXT);
                        });
        return entries.getFirst().usage();
    }

    @Test
    void without_messages_there_is_no_usage() {
        assertThat(store.counted(shard)).isEmpty();
        assertThat(store.ofMonth(project, MONTH)).isEmpty();
    }

    @Test
    void messages_are_added_up_by_flow_and_channel() {
        count(
                shard,
                "",
                "100",
                Map.of(
                        key(other, Channel.TEXT), new Usage(1, 7),
                        key(flow, Channel.EMAIL), new Usage(2, 0)));
        count(
                "another-" + shard,
                "",
                "5",
                Map.of(
                        key(other, Channel.TEXT), new Usage(1, 3),
                        key(flow, Channel.TEXT), new Usage(4, 40)));

        assertThat(store.ofMonth(project, MONTH))
                .containsExactly(
                        new UsageStore.Entry(flow, Channel.TEXT, new Usage(4, 40)),
                        new UsageStore.Entry(flow, Channel.EMAIL, new Usage(2, 0)),
                        new UsageStore.Entry(other, Channel.TEXT, new Usage(2, 10)));
    }

    @Test
    void months_and_projects_are_counted_apart() {
        count(
                shard,
                "",
                "1",
                Map.of(
                        key(flow, Channel.TEXT),
                        new Usage(1, 2),
                        new UsageKey(project, MONTH.plusMonths(1), flow, Channel.TEXT),
                        new Usage(1, 5),
                        new UsageKey(Samples.projectId(), MONTH, flow, Channel.TEXT),
                        new Usage(1, 9)));

        assertThat(texts(MONTH)).isEqualTo(new Usage(1, 2));
        assertThat(texts(MONTH.plusMonths(1))).isEqualTo(new Usage(1, 5));
    }

    @Test
    void a_shard_is_counted_only_from_where_it_is() {
        Map<UsageKey, Usage> one = Map.of(key(flow, Channel.TEXT), new Usage(1, 1));

        assertThat(count(shard, "9", "10", one)).isFalse();
        assertThat(count(shard, "", "10", one)).isTrue();
        assertThat(count(shard, "", "11", one)).isFalse();
        assertThat(count(shard, "9", "11", one)).isFalse();
        assertThat(count(shard, "10", "1000000000000000000000000000000000000000", one)).isTrue();

        assertThat(store.counted(shard)).isEqualTo(at("1000000000000000000000000000000000000000"));
        assertThat(texts(MONTH)).isEqualTo(new Usage(2, 2));
    }

    @Test
    void concurrent_counts_of_the_same_changes_count_once() {
        Map<UsageKey, Usage> one = Map.of(key(flow, Channel.TEXT), new Usage(1, 1));

        assertThat(Together.run(8, _ -> count(shard, "", "3", one)).stream().filter(it -> it))
                .hasSize(1);
        assertThat(texts(MONTH)).isEqualTo(new Usage(1, 1));
    }

    @Test
    void concurrent_counts_of_different_shards_all_count() {
        Map<UsageKey, Usage> one = Map.of(key(flow, Channel.TEXT), new Usage(1, 1));

        assertThat(Together.run(8, index -> count(shard + index, "", "3", one))).containsOnly(true);
        assertThat(texts(MONTH)).isEqualTo(new Usage(8, 8));
    }

    @Test
    void as_many_counters_as_the_roll_up_writes_fit_into_one_count() {
        Map<UsageKey, Usage> many = new HashMap<>();
        while (many.size() < CountSize.MAX_COUNTERS) {
            many.put(key(Samples.flowId(), Channel.TEXT), new Usage(1, 1));
        }

        assertThat(count(shard, "", "1", many)).isTrue();
        assertThat(store.ofMonth(project, MONTH)).hasSize(many.size());
    }

    @Test
    void changes_that_cancel_each_other_out_only_move_the_shard() {
        assertThat(count(shard, "", "2", Map.of())).isTrue();

        assertThat(store.counted(shard)).isEqualTo(at("2"));
        assertThat(store.ofMonth(project, MONTH)).isEmpty();
    }

    @Test
    void an_alert_is_remembered_for_its_limit_month_percentage_and_channel() {
        CreditThreshold threshold = new CreditThreshold(project, Optional.of(MONTH), 100, 80);
        assertThat(store.alerted(threshold)).isEmpty();

        store.remember(threshold, AlertChannel.EVENT_BUS, Samples.NOW);
        store.remember(threshold, AlertChannel.EVENT_BUS, Samples.NOW);
        store.remember(threshold, AlertChannel.MAIL, Samples.NOW);

        assertThat(store.alerted(threshold))
                .containsExactlyInAnyOrder(AlertChannel.EVENT_BUS, AlertChannel.MAIL);
        assertThat(
                        List.of(
                                new CreditThreshold(project, Optional.of(MONTH), 100, 100),
                                new CreditThreshold(project, Optional.of(MONTH), 1000, 80),
                                new CreditThreshold(project, Optional.empty(), 100, 80),
                                new CreditThreshold(
                                        project, Optional.of(MONTH.plusMonths(1)), 100, 80)))
                .allSatisfy(it -> assertThat(store.alerted(it)).isEmpty());
    }

    private FigureKey day(int version, int day) {
        return new FigureKey(
                new FlowVersionKey(project, flow, version), LocalDate.of(2026, 11, day));
    }

    private boolean count(String shard, String after, String upTo, Figures added) {
        return store.count(
                new UsageCount(
                        shard, at(after), SequenceNumber.of(upTo), Map.of(), added, Samples.NOW));
    }

    @Test
    void figures_are_added_up_by_version_and_day() {
        count(
                shard,
                "",
                "1",
                new Figures(
                        Map.of(
                                day(1, 2), Map.of(STARTED, 3L, SKIPPED, 2L),
                                day(2, 2), Map.of(STARTED, 7L),
                                day(1, 3), Map.of(STARTED, 5L))));
        count("another-" + shard, "", "1", new Figures(Map.of(day(1, 2), Map.of(STARTED, 10L))));
        count(shard, "1", "2", new Figures(Map.of(day(1, 2), Map.of(SKIPPED, -2L, CREDITS, 14L))));

        assertThat(figures.totals(project, flow))
                .isEqualTo(
                        Map.of(
                                1, Map.of(STARTED, 18L, CREDITS, 14L),
                                2, Map.of(STARTED, 7L)));
        assertThat(
                        figures.days(
                                project,
                                flow,
                                LocalDate.of(2026, 11, 2),
                                LocalDate.of(2026, 11, 2)))
                .isEqualTo(
                        Map.of(
                                day(1, 2), Map.of(STARTED, 13L, CREDITS, 14L),
                                day(2, 2), Map.of(STARTED, 7L)));
        assertThat(
                        figures.days(
                                project,
                                flow,
                                LocalDate.of(2026, 11, 3),
                                LocalDate.of(2026, 12, 1)))
                .containsOnlyKeys(day(1, 3));
        assertThat(figures.totals(project, other)).isEmpty();
        assertThat(figures.totals(Samples.projectId(), flow)).isEmpty();
    }

    @Test
    void figures_that_were_taken_back_are_gone() {
        count(shard, "", "1", new Figures(Map.of(day(1, 2), Map.of(STARTED, 1L))));
        count(shard, "1", "2", new Figures(Map.of(day(1, 2), Map.of(STARTED, -1L))));

        assertThat(figures.totals(project, flow)).isEmpty();
        assertThat(
                        figures.days(
                                project,
                                flow,
                                LocalDate.of(2026, 11, 1),
                                LocalDate.of(2026, 11, 9)))
                .isEmpty();
    }

    @Test
    void figures_of_changes_that_are_counted_are_not_added_again() {
        Figures one = new Figures(Map.of(day(1, 2), Map.of(STARTED, 1L)));

        assertThat(count(shard, "", "1", one)).isTrue();
        assertThat(count(shard, "", "1", one)).isFalse();
        assertThat(figures.totals(project, flow)).isEqualTo(Map.of(1, Map.of(STARTED, 1L)));
    }

    @Test
    void as_many_numbers_as_the_roll_up_writes_fit_into_one_count() {
        Map<Figure, Long> numbers = new HashMap<>();
        while (numbers.size() < CountSize.MAX_NUMBERS) {
            numbers.put(
                    new Figure.Steps(
                            numbers.size() % 20,
                            "SKIPPED",
                            "a_rather_long_reason_" + numbers.size()),
                    1_000_000L);
        }

        assertThat(count(shard, "", "1", new Figures(Map.of(day(1, 2), numbers)))).isTrue();
        assertThat(figures.totals(project, flow)).isEqualTo(Map.of(1, numbers));
    }
}
