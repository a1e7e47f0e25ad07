package dev.actionflows.simulator.releaseday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.releaseday.ReleaseDayCost;
import dev.actionflows.domain.releaseday.ReleaseDayCounts;
import dev.actionflows.domain.releaseday.ReleaseDayFailures;
import dev.actionflows.domain.releaseday.ReleaseDayJob;
import dev.actionflows.simulator.benchmark.Interruptions;

import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The job of a release that many fans have pre-saved is linear in their number, holds no more for
 * many than for few, saves the release for each of them and records that once, writes no key more
 * often than it reads pages, and uses what was predicted. {@code make bench-release-day} plays a
 * million fans; each build plays fewer.
 */
// it measures the heap
@Isolated
class ReleaseDayBenchmarkTest {
    private static final int FANS = Integer.getInteger("releaseDay.fans", 3_000);
    private static final List<Integer> SIZES = List.of(FANS / 10, FANS / 4, FANS);
    private static final int SHARDS = GeneratedPreSavers.SHARDS;
    private static final Percentage TOLERANCE = Percentage.withPercentage(2);

    /**
     * Each shard's last call of the function may be one more or one less, and so may the wait for
     * the second pass, which begins at once if the first one took long enough.
     */
    private static final int CALLS = SHARDS;

    /** Transitions of such a call and such a wait. */
    private static final int CALL_TRANSITIONS = 3;

    /** Times depend on the machine and what else it does. */
    private static final double TIME_TOLERANCE = 5;

    /** Allocations depend on what the compiler has optimized. */
    private static final double ALLOCATION_TOLERANCE = 1.2;

    /** What a page holds, and what the virtual machine itself allocates meanwhile. */
    private static final long MAX_HEAP_GROWTH = 1L << 20;

    /**
     * Read units per fan for the rest of a page that a call reads and leaves to the next one, at
     * most. The smallest size may take one call for each shard.
     */
    private static final double READ_AHEAD = 0.2;

    private static final int FAILURES_PERCENT = 1;
    private static final Duration DEATH_INTERVAL = Duration.ofSeconds(10);

    private static ReleaseDayMeasurement undisturbed(int fans) {
        return new ReleaseDayMeter(fans, Interruptions.none(), Optional.empty()).measure();
    }

    @Test
    void a_release_day_is_linear_exact_and_as_predicted() {
        // so that the smallest size does not pay for loading and compiling classes
        undisturbed(FANS / 10);
        System.out.print(ReleaseDayMeasurement.header());
        List<ReleaseDayMeasurement> measured =
                SIZES.stream()
                        .map(ReleaseDayBenchmarkTest::undisturbed)
                        .peek(it -> System.out.print(it.row()))
                        .toList();

        ReleaseDayMeasurement least = measured.getFirst();
        for (ReleaseDayMeasurement more : measured) {
            checkFans(more);
            assertThat(more.requests()).isEqualTo(more.fans());
            checkPrediction(ReleaseDayCost.of(more.fans(), SHARDS), more.used(), CALLS);
            checkGrowth(least, more);
        }
        ReleaseDayCost predicted = ReleaseDayCost.of(FANS, SHARDS);
        System.out.printf("predicted: %s, $%s%n", predicted, predicted.usDollars());
        ReleaseDayCost used = measured.getLast().used();
        System.out.printf(
                "used:      %s, $%s, in %s%n", used, used.usDollars(), measured.getLast().time());
    }

    @Test
    void each_fan_is_recorded_once_although_calls_fail_and_processes_die() {
        ReleaseDayMeasurement measured =
                new ReleaseDayMeter(
                                FANS,
                                Interruptions.of(FAILURES_PERCENT, 0),
                                Optional.of(DEATH_INTERVAL))
                        .measure();

        System.out.printf(
                "with interruptions: %s, %d passes, %d requests, %s, $%s, in %s%n",
                measured.interrupted(),
                measured.passes(),
                measured.requests(),
                measured.used(),
                measured.used().usDollars(),
                measured.time());
        assertThat(measured.interrupted().fans()).isGreaterThan(FANS / 100);
        assertThat(measured.interrupted().deaths()).isPositive();
        checkFans(measured);
        ReleaseDayCost predicted =
                new ReleaseDayFailures(
                                FAILURES_PERCENT / 100.0, DEATH_INTERVAL, ReleaseDayMeter.RETRY)
                        .of(FANS, SHARDS);
        System.out.printf("predicted: %s, $%s%n", predicted, predicted.usDollars());
        // and as many more or less as chance has fail
        checkPrediction(
                predicted,
                measured.used(),
                CALLS + (int) Math.sqrt((double) predicted.functionCalls()));
    }

    /**
     * The release is saved for each fan, that is recorded once and is what the job says, and no key
     * is written more often than one page of fans needs.
     */
    private static void checkFans(ReleaseDayMeasurement measured) {
        assertThat(measured.saved()).isEqualTo(measured.fans());
        assertThat(measured.savedOnce()).isEqualTo(measured.fans());
        assertThat(measured.state()).isEqualTo(ReleaseDayJob.State.COMPLETED);
        assertThat(measured.counts()).isEqualTo(new ReleaseDayCounts(measured.fans(), 0, Map.of()));
        assertThat(measured.heapGrowth()).isLessThan(MAX_HEAP_GROWTH);

        ReleaseDayMeasurement.Writes writes = measured.writes();
        assertThat(writes.mostOfFan()).isEqualTo(1);
        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(writes.ofShards().get(shard)).isLessThanOrEqualTo(writes.pages().get(shard));
        }
        assertThat(writes.ofJob()).isLessThanOrEqualTo(writes.pagesOfAll());
    }

    /**
     * @param calls of the function that may differ in any case
     */
    private static void checkPrediction(ReleaseDayCost predicted, ReleaseDayCost used, long calls) {
        assertThat(used.readUnits()).isCloseTo(predicted.readUnits(), TOLERANCE);
        assertThat(used.writeUnits()).isCloseTo(predicted.writeUnits(), TOLERANCE);
        assertThat(used.functionMilliseconds())
                .isCloseTo(predicted.functionMilliseconds(), TOLERANCE);
        assertThat(used.functionCalls())
                .isCloseTo(predicted.functionCalls(), offset(predicted.functionCalls(), calls));
        assertThat(used.transitions())
                .isCloseTo(
                        predicted.transitions(),
                        offset(predicted.transitions(), calls * CALL_TRANSITIONS));
        ReleaseDayCost lastCalls = new ReleaseDayCost(calls * CALL_TRANSITIONS, calls, 0, 0, 0);
        assertThat(dollars(used))
                .isCloseTo(
                        dollars(predicted),
                        Offset.offset(
                                dollars(predicted) * TOLERANCE.value / 100 + dollars(lastCalls)));
    }

    private static Offset<Long> offset(long predicted, long least) {
        return Offset.offset(Math.max(least, (long) (predicted * TOLERANCE.value / 100)));
    }

    /** Of a thousand times as much, since prices are rounded to cents. */
    private static double dollars(ReleaseDayCost cost) {
        return new ReleaseDayCost(
                        cost.transitions() * 1_000,
                        cost.functionCalls() * 1_000,
                        cost.functionMilliseconds() * 1_000,
                        cost.readUnits() * 1_000,
                        cost.writeUnits() * 1_000)
                .usDollars()
                .doubleValue();
    }

    /** More fans cost no more each; the last page of each shard weighs less, the more there are. */
    private static void checkGrowth(ReleaseDayMeasurement least, ReleaseDayMeasurement more) {
        double most = 1 + TOLERANCE.value / 100;
        assertThat(more.perFan(more.calls()))
                .isLessThanOrEqualTo(least.perFan(least.calls()) * most);
        assertThat(more.perFan(more.used().readUnits()))
                .isLessThanOrEqualTo(least.perFan(least.used().readUnits()) * most + READ_AHEAD);
        assertThat(more.perFan(more.used().writeUnits()))
                .isLessThanOrEqualTo(least.perFan(least.used().writeUnits()) * most);
        assertThat(more.perFan(more.bytes()))
                .isLessThanOrEqualTo(least.perFan(least.bytes()) * ALLOCATION_TOLERANCE);
        assertThat(more.perFan(more.cpuNanos()))
                .isLessThanOrEqualTo(least.perFan(least.cpuNanos()) * TIME_TOLERANCE);
    }
}
