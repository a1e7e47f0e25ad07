package dev.actionflows.simulator.releaseday;

import dev.actionflows.domain.releaseday.ReleaseDayCost;
import dev.actionflows.domain.releaseday.ReleaseDayCounts;
import dev.actionflows.domain.releaseday.ReleaseDayJob;

import java.time.Duration;
import java.util.List;

/**
 * What one release day used.
 *
 * @param fans who pre-saved the release
 * @param counts of the job as it ended
 * @param passes through all fans
 * @param time from its beginning to its end, on its own clock
 * @param saved the fans in whose library the album is
 * @param savedOnce the fans for whom one result was stored, namely that it is saved
 * @param requests to the service
 * @param calls of ports
 * @param cpuNanos CPU time
 * @param bytes allocated
 * @param heapGrowth by how many bytes the heap in use differed while the fans were dealt with
 * @param used what DynamoDB, Lambda and Step Functions would charge for
 */
record ReleaseDayMeasurement(
        int fans,
        ReleaseDayCounts counts,
        ReleaseDayJob.State state,
        int passes,
        Duration time,
        int saved,
        long savedOnce,
        long requests,
        long calls,
        long cpuNanos,
        long bytes,
        long heapGrowth,
        Writes writes,
        Interrupted interrupted,
        ReleaseDayCost used) {
    private static final String ROW = "%9s %6s %9s %10s %11s %10s %9s %9s %9s%n";

    /**
     * Writes of each key.
     *
     * @param mostOfFan the most of one registration
     * @param ofShards of the progress of each shard
     * @param pages of each shard that were read
     * @param ofJob of the job itself
     */
    record Writes(int mostOfFan, List<Long> ofShards, List<Long> pages, long ofJob) {
        Writes {
            ofShards = List.copyOf(ofShards);
            pages = List.copyOf(pages);
        }

        long pagesOfAll() {
            return pages.stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * @param fans who could not be dealt with, and were tried again by the next pass
     * @param calls of the function that failed
     * @param deaths of its process
     */
    record Interrupted(int fans, int calls, int deaths) {}

    double perFan(long total) {
        return (double) total / fans;
    }

    static String header() {
        return ROW.formatted(
                "fans",
                "passes",
                "pages",
                "calls/fan",
                "reads/fan",
                "writes/fan",
                "CPU µs/fan",
                "KB/fan",
                "heap KB");
    }

    String row() {
        return ROW.formatted(
                fans,
                passes,
                writes.pagesOfAll(),
                number(perFan(calls)),
                number(perFan(used.readUnits())),
                number(perFan(used.writeUnits())),
                number(perFan(cpuNanos) / 1_000),
                number(perFan(bytes) / 1_024),
                heapGrowth / 1_024);
    }

    private static String number(double value) {
        return "%.3f".formatted(value);
    }
}
