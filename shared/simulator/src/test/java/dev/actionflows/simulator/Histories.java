package dev.actionflows.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * What happened in the histories of consecutive seeds.
 *
 * @param broken the first history that violates a guarantee
 * @param delays in milliseconds
 * @param played the parts of the product that were played, as {@link Simulation.Outcome#played}
 *     names them
 * @param took how long it took to play them
 */
record Histories(
        Optional<Simulation.Outcome> broken,
        long runs,
        long faults,
        List<Long> delays,
        Set<String> played,
        Duration took) {
    static final long FIRST = Long.getLong("simulation.first", 1);
    static final long SEEDS = Long.getLong("simulation.seeds", 1_000);

    /** Plays the build's histories once, because several tests ask about them. */
    private static final class OfTheBuild {
        static final Histories PLAYED = play(FIRST, SEEDS);
    }

    /** Those that {@code simulation.first} and {@code simulation.seeds} specify. */
    static Histories ofTheBuild() {
        return OfTheBuild.PLAYED;
    }

    static Histories play(long first, long seeds) {
        long started = System.nanoTime();
        long[] totals = new long[2];
        List<Long> delays = new ArrayList<>();
        Set<String> played = new TreeSet<>();
        Optional<Simulation.Outcome> broken =
                LongStream.range(first, first + seeds)
                        .parallel()
                        .mapToObj(Simulation::run)
                        .peek(
                                outcome -> {
                                    synchronized (totals) {
                                        totals[0] += outcome.runs();
                                        totals[1] += outcome.faults();
                                        delays.addAll(outcome.delays());
                                        played.addAll(outcome.played().keySet());
                                    }
                                })
                        .filter(outcome -> !outcome.violations().isEmpty())
                        .findFirst();
        return new Histories(
                broken,
                totals[0],
                totals[1],
                delays,
                played,
                Duration.ofNanos(System.nanoTime() - started));
    }
}
