package dev.actionflows.benchmarks;

import dev.actionflows.benchmarks.Environments.Invocation;
import dev.actionflows.benchmarks.StandInAws.Call;
import dev.actionflows.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counts and times by function.
 *
 * @param classes loaded up to the first response
 * @param first the first event of each function
 * @param run a run of four steps on warm functions: the text, then the steps in order
 * @param refreshing the same, but the fan's access token has expired
 * @param others an event of each other function, warm
 * @param partitions that runs of many fans write
 * @param transitions of the state machine in that run
 */
record Measurements(
        Map<String, Integer> classes,
        List<Invocation> first,
        List<Invocation> run,
        List<Invocation> refreshing,
        List<Invocation> others,
        WrittenPartitions partitions,
        int transitions,
        Map<String, List<Duration>> coldStarts,
        Map<String, List<Duration>> warm) {

    /** The step of the run that calls a streaming service. */
    static final String REFRESHING_STEP = "follow-artist";

    List<Call> callsOfRun() {
        return run.stream().flatMap(it -> it.calls().stream()).toList();
    }

    private boolean isInRun(Built.Function function) {
        return run.stream().anyMatch(it -> it.function().equals(function.name()));
    }

    double writeUnitsOfRun() {
        return callsOfRun().stream().mapToDouble(Call::writeUnits).sum();
    }

    /** Writes the input of {@code make bench}, which formats it. */
    void write() {
        Map<String, Object> functions = new LinkedHashMap<>();
        for (Built.Function function : Built.functions()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("inRun", isInRun(function));
            facts.put("jarBytes", size(function));
            facts.put("firstEvent", calls(first, function.name()));
            facts.put(
                    "warmEvent",
                    isInRun(function)
                            ? calls(run, function.name())
                            : calls(others, function.name()));
            functions.put(function.name(), facts);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("functions", functions);
        document.put("classes", new TreeMap<>(classes));
        document.put("refreshingStep", calls(refreshing, REFRESHING_STEP));
        document.put("sharedPartitions", partitions.shared());
        document.put("transitions", transitions);
        document.put("coldStartMillis", millis(coldStarts));
        document.put("warmMillis", millis(warm));
        try {
            Files.writeString(Built.TARGET.resolve("functions.json"), Json.write(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Object> calls(List<Invocation> invocations, String function) {
        List<Object> all = new ArrayList<>();
        invocations.stream()
                .filter(it -> it.function().equals(function))
                .flatMap(it -> it.calls().stream())
                .forEach(
                        call ->
                                all.add(
                                        Map.of(
                                                "name", call.name(),
                                                "readUnits", call.readUnits(),
                                                "writeUnits", call.writeUnits())));
        return all;
    }

    private static Map<String, Object> millis(Map<String, List<Duration>> times) {
        Map<String, Object> all = new TreeMap<>();
        times.forEach(
                (name, list) ->
                        all.put(
                                name,
                                list.stream().map(it -> it.toNanos() / 1_000_000.0).toList()));
        return all;
    }

    private static long size(Built.Function function) {
        try {
            return Files.size(function.jar());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
