package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.testing.Runs;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.VirtualClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * How long it takes until a run that can continue gets a wake-up, if the scheduler fires at any
 * time within its minute: the production sweeper on a virtual clock.
 */
class RecoveryTimeTest {
    private static final Instant START = Samples.NOW;
    private static final int SAMPLES = 2_000;

    private final SplittableRandom random = new SplittableRandom(11);

    private Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis()));
    }

    /** The times of all sweeps in ten minutes, scheduled and additional ones. */
    private NavigableSet<Instant> sweeps() {
        NavigableSet<Instant> sweeps = new TreeSet<>();
        for (int minute = 0; minute < 10; minute++) {
            Instant fired =
                    START.plus(Duration.ofMinutes(minute)).plus(upTo(Duration.ofMinutes(1)));
            sweeps.add(fired);
            RunSweeper.FURTHER_SWEEPS.forEach(later -> sweeps.add(fired.plus(later)));
        }
        return sweeps;
    }

    /** When the first wake-up of the run arrives. */
    private Instant firstWakeUp(Run run, Instant storedAt) {
        InMemoryRunLedger ledger = new InMemoryRunLedger();
        ledger.putIfAbsent(run);
        VirtualClock clock = new VirtualClock(START);
        List<Instant> arrivals = new ArrayList<>();
        WakeUpQueue queue =
                new WakeUpQueue() {
                    @Override
                    public void send(WakeUp.RequirementMet wakeUp) {}

                    @Override
                    public int sendDue(List<DueRunIndex.DueRun> due, Instant now) {
                        due.forEach(
                                entry -> arrivals.add(entry.at().isAfter(now) ? entry.at() : now));
                        return due.size();
                    }

                    @Override
                    public int queued() {
                        return 0;
                    }
                };
        RunSweeper sweeper = new RunSweeper(new InMemoryDueRunIndex(ledger), queue);
        for (Instant sweep : sweeps().tailSet(storedAt)) {
            clock.advance(Duration.between(clock.instant(), sweep));
            Deadline deadline = new Deadline(sweep.plusSeconds(10), clock);
            IntStream.range(0, sweeper.shards()).forEach(shard -> sweeper.sweep(shard, deadline));
            if (!arrivals.isEmpty()) {
                break;
            }
        }
        return arrivals.stream().min(Instant::compareTo).orElseThrow();
    }

    /**
     * @param dueAfter the time from storing a run until it is due
     * @return the times from storing a run until its first wake-up, shortest first
     */
    private List<Duration> times(Duration dueAfter) {
        return IntStream.range(0, SAMPLES)
                .mapToObj(
                        _ -> {
                            Instant storedAt =
                                    START.plusSeconds(120).plus(upTo(Duration.ofMinutes(2)));
                            Run run = Runs.dueAt(Samples.run(), storedAt.plus(dueAfter));
                            return Duration.between(storedAt, firstWakeUp(run, storedAt));
                        })
                .sorted()
                .toList();
    }

    private static Duration p99(List<Duration> times) {
        return times.get(times.size() * 99 / 100);
    }

    @Test
    void a_lost_execution_is_replaced_when_its_lease_ends() {
        List<Duration> times = times(Run.LEASE);

        assertThat(p99(times)).isLessThanOrEqualTo(Duration.ofSeconds(75));
        assertThat(times.getLast()).isLessThanOrEqualTo(Duration.ofSeconds(75));
    }

    @Test
    void a_run_that_is_due_immediately_is_found_within_forty_seconds() {
        List<Duration> times = times(Duration.ZERO);

        assertThat(p99(times)).isLessThanOrEqualTo(Duration.ofSeconds(40));
        assertThat(times.getLast()).isLessThanOrEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void a_wait_until_a_known_time_ends_exactly_then() {
        List<Duration> times = times(Duration.ofMinutes(3));

        assertThat(times.getLast()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void sweeps_are_at_most_forty_seconds_apart_at_any_scheduler_offset() {
        for (int history = 0; history < 1_000; history++) {
            List<Instant> sweeps = List.copyOf(sweeps());
            List<Duration> gaps =
                    IntStream.range(1, sweeps.size())
                            .mapToObj(i -> Duration.between(sweeps.get(i - 1), sweeps.get(i)))
                            .toList();
            assertThat(gaps).allMatch(gap -> gap.compareTo(Duration.ofSeconds(40)) <= 0);
            assertThat(RunSweeper.LOOK_AHEAD).isGreaterThan(Duration.ofSeconds(40));
        }
    }
}
