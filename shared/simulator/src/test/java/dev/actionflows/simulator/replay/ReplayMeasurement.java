package dev.actionflows.simulator.replay;

import dev.actionflows.domain.replay.JobProgress;
import dev.actionflows.domain.replay.ReplayCost;

/**
 * What one replay of many runs used.
 *
 * @param runs the number of runs that were to be replayed
 * @param preview as it ended
 * @param replay as it ended
 * @param pages of the replay
 * @param jobCalls calls of ports by the replay's job
 * @param jobCpuNanos CPU time of the replay's job
 * @param jobBytes bytes allocated by the replay's job
 * @param largestPlan the most runs that the job had planned at once
 * @param shardsStored the number of items, apart from the job itself, that hold its progress
 * @param heapGrowth bytes that are still in use after a second preview, and were not before it
 * @param messages about due runs
 * @param used what the replay and the runs that it tried again used
 * @param interruptions calls that failed, and processes that died
 */
record ReplayMeasurement(
        int runs,
        JobProgress preview,
        JobProgress replay,
        long pages,
        long jobCalls,
        long jobCpuNanos,
        long jobBytes,
        int largestPlan,
        int shardsStored,
        long heapGrowth,
        long messages,
        ReplayCost used,
        int interruptions) {
    private static final String ROW = "%9s %9s %7s %11s %11s %11s %11s %11s %9s %9s %9s%n";

    double perRun(long total) {
        return (double) total / runs;
    }

    static String header() {
        return ROW.formatted(
                "runs",
                "examined",
                "pages",
                "calls/run",
                "reads/run",
                "writes/run",
                "msgs/run",
                "CPU µs/run",
                "KB/run",
                "planned",
                "heap KB");
    }

    String row() {
        return ROW.formatted(
                runs,
                replay.counts().examined(),
                pages,
                number(perRun(jobCalls)),
                number(perRun(used.readUnits())),
                number(perRun(used.writeUnits())),
                number(perRun(messages)),
                number(perRun(jobCpuNanos) / 1_000),
                number(perRun(jobBytes) / 1_024),
                largestPlan,
                heapGrowth / 1_024);
    }

    private static String number(double value) {
        return "%.3f".formatted(value);
    }
}
