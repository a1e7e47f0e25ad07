package dev.actionflows.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.replay.JobState;
import dev.actionflows.domain.replay.ReplayCost;
import dev.actionflows.domain.replay.ReplayCounts;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.simulator.benchmark.Interruptions;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.util.List;
import java.util.stream.Stream;

/**
 * A replay of many runs is linear in their number, its job holds no more for many than for few, it
 * tries each run again exactly once, and it uses what its preview predicted. {@code make
 * bench-replay} plays a hundred thousand runs; each build plays fewer.
 */
// it measures the heap
@Isolated
class ReplayBenchmarkTest {
    private static final int RUNS = Integer.getInteger("replay.runs", 4_000);
    private static final List<Integer> SIZES = List.of(RUNS / 10, RUNS / 2, RUNS);
    private static final Percentage TOLERANCE = Percentage.withPercentage(2);

    /**
     * Times depend on the machine and what else it does, and memory is slower if there is more of
     * it. If each page read the whole flow, ten times as many runs would take ten times as long
     * each.
     */
    private static final double TIME_TOLERANCE = 5;

    /** Allocations depend on what the compiler has optimized. */
    private static final double ALLOCATION_TOLERANCE = 1.2;

    /** What a page holds, and what the virtual machine itself allocates meanwhile. */
    private static final long MAX_HEAP_GROWTH = 1L << 20;

    private static final int PAGE = 100;

    /** Calls that each page needs, apart from those for its runs. */
    private static final int CALLS_PER_PAGE = 4;

    private static final int FAILURES_PERCENT = 1;
    private static final int CALLS_PER_DEATH = 500;

    private record Played(FailedRuns runs, ReplayMeter meter, ReplayMeasurement measured) {}

    private static Played play(int runs, Interruptions interruptions) {
        FailedRuns failed = new FailedRuns(runs);
        ReplayMeter meter = new ReplayMeter(failed, interruptions);
        return new Played(failed, meter, meter.measure());
    }

    @Test
    void a_replay_is_linear_exact_and_as_predicted() {
        // so that the smallest size does not pay for loading and compiling classes
        play(RUNS / 10, Interruptions.none());
        System.out.print(ReplayMeasurement.header());
        List<ReplayMeasurement> measured =
                SIZES.stream().map(ReplayBenchmarkTest::measureUndisturbed).toList();

        ReplayMeasurement least = measured.getFirst();
        for (ReplayMeasurement more : measured) {
            checkWork(more);
            checkPrediction(more);
            checkGrowth(least, more);
        }
        ReplayCost predicted = ReplayCost.of(measured.getLast().preview().counts());
        System.out.printf(
                "predicted for %d runs: %s, $%s EXPRESS, $%s STANDARD%n",
                RUNS, predicted, predicted.usDollarsExpress(), predicted.usDollarsStandard());
        System.out.printf("used: %s%n", measured.getLast().used());
    }

    private static ReplayMeasurement measureUndisturbed(int runs) {
        Played played = play(runs, Interruptions.none());
        System.out.print(played.measured().row());
        checkRuns(played);
        return played.measured();
    }

    @Test
    void each_run_is_tried_again_once_although_calls_fail_and_processes_die() {
        Played played = play(RUNS, Interruptions.of(FAILURES_PERCENT, CALLS_PER_DEATH));

        System.out.printf(
                "%d runs with %d interrupted calls: each tried again once, %d of them in vain%n",
                RUNS, played.measured().interruptions(), played.meter().failedAgain());
        assertThat(played.measured().interruptions()).isGreaterThan(RUNS / PAGE);
        assertThat(played.meter().failedAgain()).isPositive();
        checkRuns(played);
    }

    /** Each selected run was tried again once and no other one, and the job says so. */
    private static void checkRuns(Played played) {
        FailedRuns runs = played.runs();
        long selected = runs.selected.size();
        long examined = selected + runs.others.size();
        ReplayMeasurement measured = played.measured();
        assertThat(measured.preview().counts())
                .isEqualTo(new ReplayCounts(examined, 0, 0, selected, 0, 0, selected));
        assertThat(measured.replay().counts())
                .isEqualTo(new ReplayCounts(examined, 0, 0, selected, selected, 0, selected));
        assertThat(Stream.of(measured.preview(), measured.replay()))
                .allMatch(it -> it.state(runs.world.clock.instant()) == JobState.COMPLETED);

        assertThat(runs.meter.reopened()).hasSize(runs.selected.size());
        long completed = 0;
        for (var run : runs.selected.entrySet()) {
            assertThat(runs.meter.reopened()).containsEntry(run.getKey(), 1);
            boolean isCompleted = runs.world.run(run.getKey()).status() == RunStatus.COMPLETED;
            assertThat(runs.provider.accepted(run.getValue())).isEqualTo(isCompleted ? 1 : 0);
            completed += isCompleted ? 1 : 0;
        }
        assertThat(completed).isEqualTo(selected - played.meter().failedAgain());
    }

    /** The job calls as often as its pages and runs require, and holds one page of each shard. */
    private static void checkWork(ReplayMeasurement measured) {
        long shards = measured.shardsStored();
        assertThat(measured.pages())
                .isLessThanOrEqualTo(measured.replay().counts().examined() / PAGE + shards);
        assertThat(measured.jobCalls())
                .isLessThanOrEqualTo(
                        measured.runs() + (measured.pages() + shards) * CALLS_PER_PAGE);
        assertThat(measured.messages()).isEqualTo(measured.runs());
        assertThat(measured.largestPlan()).isBetween(1, PAGE);
        assertThat(measured.heapGrowth()).isLessThan(MAX_HEAP_GROWTH);
    }

    private static void checkPrediction(ReplayMeasurement measured) {
        ReplayCost predicted = ReplayCost.of(measured.preview().counts());
        ReplayCost used = measured.used();
        assertThat(used.executions()).isEqualTo(predicted.executions());
        assertThat(used.transitions()).isEqualTo(predicted.transitions());
        assertThat(used.functionCalls()).isEqualTo(predicted.functionCalls());
        assertThat(used.readUnits()).isCloseTo(predicted.readUnits(), TOLERANCE);
        assertThat(used.writeUnits()).isCloseTo(predicted.writeUnits(), TOLERANCE);
        assertThat(dollars(used)).isCloseTo(dollars(predicted), TOLERANCE);
    }

    /** Of a thousand times as much, since prices are rounded to cents. */
    private static double dollars(ReplayCost cost) {
        return new ReplayCost(
                        cost.executions() * 1_000,
                        cost.transitions() * 1_000,
                        cost.readUnits() * 1_000,
                        cost.writeUnits() * 1_000,
                        cost.functionCalls() * 1_000)
                .usDollarsExpress()
                .doubleValue();
    }

    /** More runs cost no more each; the last page of each shard weighs less, the more there are. */
    private static void checkGrowth(ReplayMeasurement least, ReplayMeasurement more) {
        double most = 1 + TOLERANCE.value / 100;
        assertThat(more.perRun(more.jobCalls()))
                .isLessThanOrEqualTo(least.perRun(least.jobCalls()) * most);
        assertThat(more.perRun(more.used().readUnits()))
                .isLessThanOrEqualTo(least.perRun(least.used().readUnits()) * most);
        assertThat(more.perRun(more.used().writeUnits()))
                .isLessThanOrEqualTo(least.perRun(least.used().writeUnits()) * most);
        assertThat(more.perRun(more.jobBytes()))
                .isLessThanOrEqualTo(least.perRun(least.jobBytes()) * ALLOCATION_TOLERANCE);
        assertThat(more.perRun(more.jobCpuNanos()))
                .isLessThanOrEqualTo(least.perRun(least.jobCpuNanos()) * TIME_TOLERANCE);
    }
}
