package dev.actionflows.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One history of a small label: flows, fans who text, and all faults that can occur. Faults occur
 * for some minutes, followed by some minutes without faults, and the months until every wait is
 * over.
 */
public final class Simulation {
    /** At noon, shortly before the quiet hours of the fans, and in them. */
    private static final List<Instant> STARTS =
            List.of(
                    Instant.parse("2026-11-02T20:00:00Z"),
                    Instant.parse("2026-11-03T04:55:00Z"),
                    Instant.parse("2026-11-02T12:00:00Z"));

    /** Two minutes to be found, plus the time to finish. */
    private static final Duration CALM = Duration.ofMinutes(6);

    /** How often the continuation of runs is checked. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** Some runs look again every few hours for a month. */
    private static final int MAX_SWEEPS = 10_000;

    /** A run that is due again this soon may never end. */
    private static final Duration SOON = Duration.ofMinutes(3);

    private static final int MAX_SOON = 2_000;

    /** What is broken already need not be waited for as long. */
    private static final int MAX_SWEEPS_IF_BROKEN = 1_000;

    private static final Duration UNTIL_ERASED = Duration.ofHours(1);

    private static final Duration UNTIL_COUNTED = Duration.ofMinutes(30);

    private static final Duration UNTIL_REPORTED = Duration.ofDays(5);

    private final Instant start;
    private final Kernel kernel;
    private final Faults faults;
    private final Deployment deployment;
    private final Sources sources;
    private final SweepSchedule schedule;
    private final Scenario scenario;
    private final Verdict verdict;

    private Simulation(Chance chances, Optional<Consumer<String>> trace) {
        this.start = STARTS.get(chances.of("start").below(STARTS.size()));
        this.kernel = new Kernel(chances, start, trace);
        this.faults = new Faults(kernel);
        this.deployment = new Deployment(kernel, faults);
        this.sources = new Sources(deployment);
        this.schedule = new SweepSchedule(deployment);
        this.scenario = new Scenario(deployment, sources, start);
        this.verdict = new Verdict(deployment);
    }

    /**
     * The result of one history.
     *
     * @param violations the violated guarantees, if any
     * @param history a hash that is the same exactly for the same seed and code
     * @param runs the number of runs
     * @param faults the number of injected faults
     * @param played the parts of the product that took part, by kind and name, with counts
     * @param delays the time until each due run continued, in milliseconds
     */
    public record Outcome(
            long seed,
            List<Violation> violations,
            long history,
            int runs,
            long faults,
            List<Long> delays,
            Map<String, Integer> played) {
        public Outcome {
            violations = List.copyOf(violations);
            delays = List.copyOf(delays);
            played = Map.copyOf(played);
        }
    }

    /** Plays the history of this seed. */
    public static Outcome run(long seed) {
        return run(seed, new Chance(seed), Optional.empty());
    }

    /**
     * Plays the history of this seed with a trace.
     *
     * @param trace receives each event in order
     */
    public static Outcome run(long seed, Consumer<String> trace) {
        return run(seed, new Chance(seed), Optional.of(trace));
    }

    /** On a virtual thread like those of the processes, so that switching between them is cheap. */
    static Outcome run(long seed, Chance chances, Optional<Consumer<String>> trace) {
        FutureTask<Outcome> history =
                new FutureTask<>(() -> new Simulation(chances, trace).play(seed));
        Thread.ofVirtual().start(history);
        try {
            return history.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("seed " + seed, e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted at seed " + seed, e);
        }
    }

    private Outcome play(long seed) {
        scenario.schedule();
        deployment.erasures.schedule(start, scenario.endOfFaults());
        deployment.webhooks.schedule(start, scenario.endOfFaults());
        schedule.sweepEachMinute(start, scenario.endOfFaults().plus(CALM));
        kernel.runUntil(scenario.endOfFaults());
        faults.end();
        deployment.delays.measureFrom(kernel.instant());
        scenario.activateFlows();
        Instant calm = kernel.instant();
        deployment.redrive();
        // a message in progress at that moment may fail for the last time after it
        kernel.at(calm.plusSeconds(60), deployment::redrive);
        for (Instant at = calm; at.isBefore(calm.plus(CALM)); at = at.plus(LOOK)) {
            kernel.runUntil(at.plus(LOOK));
            verdict.inCalm(calm);
        }
        deployment.delays.stop();
        verdict.afterCalm(scenario.acknowledgedTexts(), sources);
        waitForAll();
        waitUntilUsageIsCounted();
        waitUntilErased();
        waitUntilReported();
        verdict.inTheEnd();
        return new Outcome(
                seed,
                deployment.violations.all(),
                kernel.history(),
                deployment.runs.all().size(),
                faults.injected(),
                deployment.delays.all(),
                deployment.played.counts());
    }

    /** An erasure is completed a quarter of an hour after it was requested. */
    private void waitUntilErased() {
        Instant end = kernel.instant().plus(UNTIL_ERASED);
        while (!deployment.erasures.areDone() && kernel.instant().isBefore(end)) {
            kernel.runUntil(kernel.instant().plus(LOOK));
        }
    }

    /** A delivery is given up three days after its first attempt, and may be requested again. */
    private void waitUntilReported() {
        waitForWebhooks();
        deployment.webhooks.redeliveries.ofFailed();
        waitForWebhooks();
    }

    private void waitForWebhooks() {
        Instant end = kernel.instant().plus(UNTIL_REPORTED);
        while (!deployment.webhooks.areDone()
                && !deployment.webhooks.areStuck()
                && kernel.instant().isBefore(end)) {
            kernel.runUntil(kernel.instant().plus(Duration.ofHours(1)));
        }
    }

    private void waitUntilUsageIsCounted() {
        Instant end = kernel.instant().plus(UNTIL_COUNTED);
        do {
            kernel.runUntil(kernel.instant().plusSeconds(60));
        } while (!deployment.usageStream.isDelivered() && kernel.instant().isBefore(end));
    }

    /** Sweeps only when a run is due, instead of in every minute of a month. */
    private void waitForAll() {
        int soon = 0;
        int most = deployment.violations.all().isEmpty() ? MAX_SWEEPS : MAX_SWEEPS_IF_BROKEN;
        for (int sweep = 0; sweep < most && soon < MAX_SOON; sweep++) {
            Optional<Instant> due =
                    Stream.of(
                                    deployment.turns.releases.nextChange().stream(),
                                    deployment.releaseDays.next().stream(),
                                    deployment.runs.all().stream()
                                            .flatMap(run -> run.dueAt().stream()))
                            .flatMap(times -> times)
                            .min(Instant::compareTo);
            if (due.isEmpty() && !deployment.linkVisitors.areExpected()) {
                return;
            }
            if (due.filter(it -> it.isBefore(kernel.instant().plus(SOON))).isPresent()) {
                soon++;
            }
            Instant next = due.filter(kernel.instant()::isBefore).orElse(kernel.instant());
            kernel.at(next, schedule::sweep);
            kernel.runUntil(next.plusSeconds(60));
        }
    }
}
