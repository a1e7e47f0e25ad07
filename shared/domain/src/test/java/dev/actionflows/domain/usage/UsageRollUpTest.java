package dev.actionflows.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureKey;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

class UsageRollUpTest {
    private static final String SHARD = "shardId-1";
    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    private final InMemoryPorts ports = new InMemoryPorts();
    private final ProjectId project = Samples.projectId();
    private final FlowId flow = Samples.flowId();
    private final UsageRollUp rollUp = rollUp(ports.usage);

    private UsageRollUp rollUp(UsageStore store) {
        return new UsageRollUp(InMemoryPorts.with(ports, UsageStore.class, store));
    }

    private UsageChange text(long number) {
        return UsageSamples.change(number, project, flow, UsageSamples.text(Samples.NOW, 2));
    }

    private List<UsageChange> texts(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(this::text).toList();
    }

    private Usage counted() {
        return ports.usage.all().values().stream().reduce(Usage.NONE, Usage::plus);
    }

    @Test
    void a_batch_is_counted_in_one_write() {
        rollUp.receive(SHARD, texts(1, 1000));

        assertThat(counted()).isEqualTo(new Usage(1000, 2000));
        assertThat(ports.usage.counts()).hasSize(1);
        assertThat(ports.usage.counted(SHARD)).contains(SequenceNumber.of("1000"));
    }

    @Test
    void a_batch_that_is_delivered_again_changes_nothing() {
        rollUp.receive(SHARD, texts(1, 5));
        rollUp.receive(SHARD, texts(1, 5));
        rollUp.receive(SHARD, texts(2, 3));

        assertThat(counted()).isEqualTo(new Usage(5, 10));
    }

    @Test
    void of_a_batch_that_overlaps_only_the_new_changes_are_counted() {
        rollUp.receive(SHARD, texts(1, 5));
        rollUp.receive(SHARD, texts(3, 8));

        assertThat(counted()).isEqualTo(new Usage(8, 16));
    }

    /** Numbers of different length, as in a stream that has existed for long. */
    @Test
    void sequence_numbers_are_compared_as_numbers() {
        rollUp.receive(SHARD, List.of(text(9)));
        rollUp.receive(SHARD, List.of(text(10)));

        assertThat(counted().messages()).isEqualTo(2);
    }

    @Test
    void shards_have_their_own_order() {
        rollUp.receive(SHARD, List.of(text(100)));
        rollUp.receive("shardId-2", List.of(text(50)));

        assertThat(counted().messages()).isEqualTo(2);
    }

    @Test
    void a_corrected_outcome_counts_once() {
        RunUsage sent = RunUsage.of(project, flow, List.of(UsageSamples.text(Samples.NOW, 2)));
        rollUp.receive(
                SHARD,
                List.of(
                        text(1),
                        new UsageChange(SequenceNumber.of("2"), sent, sent, Figures.NONE)));
        rollUp.receive(
                SHARD, List.of(new UsageChange(SequenceNumber.of("3"), sent, sent, Figures.NONE)));

        assertThat(counted()).isEqualTo(new Usage(1, 2));
    }

    @Test
    void changes_without_messages_write_nothing() {
        RunUsage none = RunUsage.none(project);
        rollUp.receive(
                SHARD, List.of(new UsageChange(SequenceNumber.of("3"), none, none, Figures.NONE)));

        assertThat(ports.usage.counts()).isEmpty();
    }

    @Test
    void a_batch_with_many_counters_is_counted_in_parts_that_fit_into_a_transaction() {
        List<UsageChange> changes = new ArrayList<>();
        for (int number = 1; number <= 200; number++) {
            changes.add(
                    UsageSamples.change(
                            number,
                            number % 3 == 0 ? Samples.projectId() : project,
                            Samples.flowId(),
                            UsageSamples.text(Samples.NOW, 1)));
        }
        rollUp.receive(SHARD, changes);
        rollUp.receive(SHARD, changes);

        assertThat(counted()).isEqualTo(new Usage(200, 200));
        assertThat(ports.usage.counts())
                .hasSizeGreaterThan(2)
                .allSatisfy(
                        it ->
                                assertThat(it.added())
                                        .hasSizeLessThanOrEqualTo(CountSize.MAX_COUNTERS));
    }

    private UsageChange figures(long number, Map<FigureKey, Map<Figure, Long>> figures) {
        RunUsage none = RunUsage.none(project);
        return new UsageChange(
                SequenceNumber.of(String.valueOf(number)), none, none, new Figures(figures));
    }

    private FigureKey day(FlowId of, int version, int day) {
        return new FigureKey(
                new FlowVersionKey(project, of, version), LocalDate.of(2026, 1, 1).plusDays(day));
    }

    private long started() {
        return ports.usage.figures().counts().values().stream()
                .mapToLong(it -> it.getOrDefault(new Figure.Runs(Figure.STARTED), 0L))
                .sum();
    }

    /** The store refuses what DynamoDB would: see {@link InMemoryUsageStore}. */
    @Test
    void a_batch_of_many_flows_versions_and_days_is_counted_in_parts() {
        List<UsageChange> changes = new ArrayList<>();
        for (int number = 1; number <= 150; number++) {
            FlowId of = number % 3 == 0 ? flow : Samples.flowId();
            changes.add(
                    figures(
                            number,
                            Map.of(
                                    day(of, number % 5 + 1, number % 60),
                                    Map.of(new Figure.Runs(Figure.STARTED), 1L))));
        }
        rollUp.receive(SHARD, changes);
        rollUp.receive(SHARD, changes);

        assertThat(started()).isEqualTo(150);
        assertThat(ports.usage.counts()).hasSizeGreaterThan(2);
    }

    @Test
    void a_batch_with_many_different_figures_of_a_version_is_counted_in_parts() {
        List<UsageChange> changes = new ArrayList<>();
        for (int number = 1; number <= 500; number++) {
            changes.add(
                    figures(
                            number,
                            Map.of(
                                    day(flow, 1, 0),
                                    Map.of(
                                            new Figure.Steps(
                                                    number % 25, "SKIPPED", "reason_" + number),
                                            1L))));
        }
        rollUp.receive(SHARD, changes);

        assertThat(ports.usage.figures().counts().values())
                .singleElement()
                .satisfies(it -> assertThat(it).hasSize(500));
        assertThat(ports.usage.counts()).hasSizeGreaterThan(2);
    }

    /** Fails at some writes, before or after they take effect. */
    private final class Unreliable implements UsageStoreDecorator {
        private final Random random = new Random(1);

        @Override
        public UsageStore store() {
            return ports.usage;
        }

        @Override
        public boolean count(UsageCount count) {
            int luck = random.nextInt(3);
            if (luck == 0) {
                throw new IllegalStateException("before");
            }
            boolean done = ports.usage.count(count);
            if (luck == 1) {
                throw new IllegalStateException("after");
            }
            return done;
        }
    }

    @Test
    void whatever_fails_every_change_is_counted_exactly_once() {
        UsageRollUp unreliable = rollUp(new Unreliable());
        Random random = new Random(2);
        int delivered = 0;
        while (delivered < 500) {
            int from = Math.max(1, delivered + 1 - random.nextInt(4));
            int to = Math.min(500, from + random.nextInt(20));
            try {
                unreliable.receive(SHARD, texts(from, to));
                delivered = Math.max(delivered, to);
            } catch (IllegalStateException e) {
                // delivered again, perhaps as a smaller batch
            }
        }

        assertThat(counted()).isEqualTo(new Usage(500, 1000));
    }

    @Test
    void two_invocations_for_one_shard_count_once() {
        UsageRollUp late =
                rollUp(
                        new UsageStoreDecorator() {
                            private boolean first = true;

                            @Override
                            public UsageStore store() {
                                return ports.usage;
                            }

                            @Override
                            public Optional<SequenceNumber> counted(String shard) {
                                Optional<SequenceNumber> counted = ports.usage.counted(shard);
                                if (first) {
                                    first = false;
                                    rollUp.receive(SHARD, texts(1, 3));
                                }
                                return counted;
                            }
                        });

        late.receive(SHARD, texts(1, 5));

        assertThat(counted()).isEqualTo(new Usage(5, 10));
    }

    @Test
    void an_invocation_that_is_always_overtaken_is_repeated() {
        UsageRollUp overtaken =
                rollUp(
                        new UsageStoreDecorator() {
                            @Override
                            public UsageStore store() {
                                return ports.usage;
                            }

                            @Override
                            public boolean count(UsageCount count) {
                                return false;
                            }
                        });

        assertThatThrownBy(() -> overtaken.receive(SHARD, texts(1, 5)))
                .isInstanceOf(ProblemException.class);
    }

    /**
     * 5,000 texts a second take some 70,000 write units a second, which need 70 partitions with a
     * shard each. Every shard delivers the changes of up to five seconds, at most 1,000 of them, of
     * which about one in eight ends a text.
     */
    @Test
    void
            at_five_thousand_texts_a_second_no_counter_is_written_more_than_a_hundred_times_a_second() {
        int shards = 70;
        int textsOfBatch = 1000 / 8;
        Map<Instant, Integer> writes = new HashMap<>();
        for (int second = 0; second < 10; second++) {
            Instant from = ports.clock.instant();
            int before = ports.usage.counts().size();
            int perShard = 5000 / shards;
            for (int shard = 0; shard < shards; shard++) {
                int first = second * perShard + 1;
                for (int text = first; text < first + perShard; text += textsOfBatch) {
                    rollUp.receive(
                            "shard" + shard,
                            texts(text, Math.min(text + textsOfBatch, first + perShard) - 1));
                }
            }
            writes.put(from, ports.usage.counts().size() - before);
            ports.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(counted().messages()).isEqualTo(10L * (5000 / shards) * shards);
        assertThat(writes.values()).allSatisfy(it -> assertThat(it).isLessThanOrEqualTo(100));
        assertThat(ports.usage.ofMonth(project, MONTH))
                .extracting(UsageStore.Entry::channel)
                .containsExactly(Channel.TEXT);
    }
}
