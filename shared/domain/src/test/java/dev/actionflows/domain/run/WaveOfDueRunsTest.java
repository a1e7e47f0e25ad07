package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.SeededIds;
import dev.actionflows.domain.testing.VirtualClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * Many more runs are due at once than the functions behind the queue process between two sweeps.
 */
class WaveOfDueRunsTest {
    private static final Instant NOON = Samples.NOW;
    private static final int RUNS = 20_000;

    /** Runs that are started per second. */
    private static final int CAPACITY = 50;

    /** A stale wake-up costs one read. */
    private static final double STALE = 0.2;

    private static final RunSweeper.Limits LIMITS = new RunSweeper.Limits(100, 2_000);

    private final VirtualClock clock = new VirtualClock(NOON.minusSeconds(90));
    private final SeededIds ids = new SeededIds(1);
    private final DueList due = new DueList();
    private final Backlog queue = new Backlog();

    /** One shard, in order. */
    private static final class DueList implements DueRunIndex {
        private final NavigableSet<DueRun> entries =
                new TreeSet<>(
                        Comparator.comparing(DueRun::at)
                                .thenComparing(entry -> entry.run().run().value()));
        private final Map<RunKey, DueRun> byRun = new HashMap<>();
        private Optional<DueRun> last = Optional.empty();

        void add(DueRun entry) {
            entries.add(entry);
            byRun.put(entry.run(), entry);
        }

        /** The run's execution has begun. */
        boolean remove(RunKey run) {
            DueRun entry = byRun.remove(run);
            return entry != null && entries.remove(entry);
        }

        @Override
        public int shards() {
            return 1;
        }

        /** The cursor is the last entry that was returned. */
        @Override
        public Page<DueRun> find(int shard, Period period, Optional<String> cursor, int limit) {
            List<DueRun> found =
                    (cursor.isEmpty() ? entries : entries.tailSet(last.orElseThrow(), false))
                            .stream()
                                    .dropWhile(entry -> entry.at().isBefore(period.from()))
                                    .takeWhile(entry -> !entry.at().isAfter(period.until()))
                                    .limit(limit + 1L)
                                    .toList();
            if (found.size() <= limit) {
                return new Page<>(found, Optional.empty());
            }
            last = Optional.of(found.get(limit - 1));
            return new Page<>(found.subList(0, limit), Optional.of("more"));
        }
    }

    private record Message(RunKey run, Instant at) {}

    /** Delivers due messages, earliest first. */
    private final class Backlog implements WakeUpQueue {
        private final PriorityQueue<Message> messages =
                new PriorityQueue<>(Comparator.comparing(Message::at));
        private final Map<RunKey, Instant> sentFirst = new HashMap<>();
        private final Map<RunKey, Instant> sentLast = new HashMap<>();
        private int sent;

        /** How many times a batch with runs of other projects is rejected. */
        private int rejections;

        private boolean lengthKnown = true;

        @Override
        public void send(WakeUp.RequirementMet wakeUp) {}

        @Override
        public int sendDue(List<DueRunIndex.DueRun> due, Instant now) {
            if (rejections > 0 && due.stream().anyMatch(it -> isOther(it.run()))) {
                rejections--;
                return 0;
            }
            for (DueRunIndex.DueRun entry : due) {
                Instant at = entry.at().isAfter(now) ? entry.at() : now;
                messages.add(new Message(entry.run(), at));
                sentFirst.putIfAbsent(entry.run(), at);
                sentLast.put(entry.run(), at);
            }
            sent += due.size();
            return due.size();
        }

        @Override
        public int queued() {
            if (!lengthKnown) {
                throw new IllegalStateException("busy");
            }
            return messages.size();
        }
    }

    private final ProjectId busy = Samples.projectId();

    private boolean isOther(RunKey run) {
        return !run.project().equals(busy);
    }

    private RunKey dueAt(ProjectId project, Instant at, String event) {
        RunKey run =
                new RunKey(project, RunId.of(project, FlowId.from(ids), FanId.from(ids), event));
        due.add(new DueRunIndex.DueRun(run, at));
        return run;
    }

    /** What the functions behind the queue process in one second. */
    private void consume() {
        double left = CAPACITY;
        while (left > 0
                && !queue.messages.isEmpty()
                && !queue.messages.peek().at().isAfter(clock.instant())) {
            left -= due.remove(queue.messages.remove().run()) ? 1 : STALE;
        }
    }

    /**
     * @return the number of seconds until nothing is due and nothing is queued
     */
    private int runUntilDone(RunSweeper.Limits limits, int atMost) {
        RunSweeper sweeper = new RunSweeper(due, queue, limits);
        for (int second = 0; second < atMost; second++) {
            if (second % 40 == 0) {
                sweeper.sweep(0, new Deadline(clock.instant().plusSeconds(30), clock));
            }
            consume();
            clock.advance(Duration.ofSeconds(1));
            if (due.entries.isEmpty() && queue.messages.isEmpty()) {
                return second;
            }
        }
        return atMost;
    }

    private void wave() {
        for (int i = 0; i < RUNS; i++) {
            dueAt(busy, NOON, "wave " + i);
        }
    }

    @Test
    void a_wave_is_sent_a_few_times_rather_than_in_every_sweep() {
        wave();

        int seconds = runUntilDone(LIMITS, 3_600);

        assertThat(due.entries).isEmpty();
        assertThat(queue.messages).isEmpty();
        assertThat(queue.sent).isLessThan(4 * RUNS);
        // 90 before noon, 400 of work, and the stale wake-ups
        assertThat(seconds).isLessThan(90 + 2 * RUNS / CAPACITY);
    }

    /** Shows that the previous test detects the failure. */
    @Test
    void without_a_limit_a_wave_is_sent_many_times() {
        wave();

        runUntilDone(new RunSweeper.Limits(100, Integer.MAX_VALUE), 3_600);

        assertThat(queue.sent).isGreaterThan(5 * RUNS);
    }

    /** So that an SQS fair queue can deliver it before the messages of the wave. */
    @Test
    void a_run_of_another_project_that_is_due_during_a_wave_is_sent_on_time() {
        wave();
        Instant dueAt = NOON.plusSeconds(130);
        RunKey other = dueAt(Samples.projectId(), dueAt, "another");

        runUntilDone(LIMITS, 3_600);

        assertThat(queue.sentFirst.get(other)).isEqualTo(dueAt);
    }

    /** Lost messages are sent again as soon as the queue has caught up. */
    @Test
    void lost_messages_are_sent_again_once_the_queue_has_caught_up() {
        wave();
        runUntilDone(LIMITS, 200);
        assertThat(due.entries).isNotEmpty();
        queue.messages.clear();

        runUntilDone(LIMITS, 3_600);

        assertThat(due.entries).isEmpty();
    }

    /** Its wake-up was dropped by a busy function, or SQS accepted none. */
    @Test
    void a_run_of_another_project_with_lost_wake_ups_is_sent_in_every_sweep() {
        wave();
        Instant dueAt = NOON.plusSeconds(10);
        RunKey other = dueAt(Samples.projectId(), dueAt, "another");
        queue.rejections = 5;

        runUntilDone(LIMITS, 90 + 10 + 5 * 40 + 1);

        assertThat(queue.sentFirst.get(other)).isAfter(dueAt).isBefore(dueAt.plusSeconds(240));
        assertThat(queue.messages).hasSizeGreaterThan(LIMITS.queued());
        Instant first = queue.sentFirst.get(other);
        due.add(new DueRunIndex.DueRun(other, dueAt));
        runUntilDone(LIMITS, 41);
        assertThat(queue.sentLast.get(other)).isAfter(first);
    }

    @Test
    void a_run_of_another_project_that_became_due_between_sweeps_is_sent_in_the_next() {
        wave();
        runUntilDone(LIMITS, 121);
        clock.advance(Duration.ofMinutes(2));
        RunKey other = dueAt(Samples.projectId(), clock.instant().minusSeconds(100), "another");
        assertThat(queue.messages).hasSizeGreaterThan(LIMITS.queued());

        Instant next = clock.instant();
        runUntilDone(LIMITS, 1);

        assertThat(queue.sentFirst.get(other)).isEqualTo(next);
    }

    @Test
    void a_queue_of_unknown_length_is_treated_as_keeping_up() {
        wave();
        queue.lengthKnown = false;

        runUntilDone(LIMITS, 250);

        assertThat(queue.sent).isGreaterThan(3 * RUNS);
        assertThat(queue.sentFirst).hasSize(RUNS);
    }
}
