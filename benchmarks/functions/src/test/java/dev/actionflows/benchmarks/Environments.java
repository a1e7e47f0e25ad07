package dev.actionflows.benchmarks;

import dev.actionflows.benchmarks.StandInAws.Call;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One environment per function, each started by its first event. Plays the state machine between
 * them, so that the steps process the run that a text has started.
 */
final class Environments implements AutoCloseable {
    private static final String INTAKE = "sms-webhook";
    private static final String STEPS = "steps";

    /**
     * The tickets say that the execution starts so much later, since the machine may pause: after
     * half a minute, it would leave the rest to another one, whose calls would be counted too.
     */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Deployment deployment;
    private final boolean listClasses;
    private final Consumer<String> beforeStart;
    private final Map<String, FunctionProcess> processes = new HashMap<>();
    private final Map<String, Integer> loadedClasses = new LinkedHashMap<>();
    private int transitions;

    /**
     * @param listClasses whether to count classes, which takes time
     * @param beforeStart called with the function's name before each start
     */
    Environments(Deployment deployment, boolean listClasses, Consumer<String> beforeStart) {
        this.deployment = deployment;
        this.listClasses = listClasses;
        this.beforeStart = beforeStart;
    }

    /**
     * One event of one function.
     *
     * @param took from the arrival of the event, or the start of the process, to the response
     */
    record Invocation(String function, Duration took, List<Call> calls) {}

    /** Loaded classes by function, up to the first response. */
    Map<String, Integer> loadedClasses() {
        return loadedClasses;
    }

    /** The transitions of the state machine in the latest run. */
    int transitions() {
        return transitions;
    }

    /** An event for each function. */
    List<Invocation> all() throws InterruptedException {
        return Stream.concat(run().stream(), others().stream()).toList();
    }

    /** A text and its four steps, in this order. */
    List<Invocation> run() throws InterruptedException {
        return run(deployment.text());
    }

    /**
     * Runs of four steps by this many fans who are not known yet, and have connected Spotify.
     *
     * @return the partitions that they write
     */
    WrittenPartitions runsOfNewFans(int count) throws InterruptedException {
        List<String> texts = deployment.textsOfFans(count);
        WrittenPartitions written = new WrittenPartitions();
        deployment.aws().countIn(Optional.of(written));
        for (String text : texts) {
            written.nextRun();
            run(text);
        }
        deployment.aws().countIn(Optional.empty());
        return written;
    }

    private List<Invocation> run(String text) throws InterruptedException {
        Stream.Builder<Invocation> all = Stream.builder();
        all.add(invoke(intake(), text).invocation());
        Map<String, @Nullable Object> state = deployment.aws().takeStarted();
        StateMachineWalk walk = new StateMachineWalk();
        boolean first = true;
        while (state.get("next") instanceof Map<?, ?> next) {
            String type = String.valueOf(next.get("type"));
            walk.choose("NEXT", type);
            Answered answered = invoke(step(type), ticket(state, next, first));
            walk.proceed();
            first = false;
            all.add(answered.invocation());
            Map<String, @Nullable Object> following = new HashMap<>(state);
            following.remove("next");
            following.putAll(Json.readObject(answered.body()));
            state = following;
        }
        walk.choose(String.valueOf(state.get("answer")), "");
        if (!"DONE".equals(state.get("answer")) || !walk.hasEnded()) {
            throw new IllegalStateException("the run ended with " + state);
        }
        transitions = walk.transitions();
        return all.build().toList();
    }

    /** An event for each function outside of the mission's run. */
    List<Invocation> others() throws InterruptedException {
        Stream.Builder<Invocation> all = Stream.builder();
        if (!Deployment.otherStepTypes().isEmpty()) {
            int transitionsOfRun = transitions;
            run(deployment.textForOtherSteps()).stream().skip(1).forEach(all::add);
            transitions = transitionsOfRun;
        }
        for (Built.Function function : Built.functions()) {
            if (!function.kind().equals(STEPS) && !function.name().equals(INTAKE)) {
                all.add(invoke(function, event(function.name())).invocation());
            }
        }
        return all.build().toList();
    }

    private String event(String function) {
        return switch (function) {
            case "run-starter" -> deployment.wakeUp();
            case "outcome-events" -> deployment.enteredSegment();
            case "release-detected" -> deployment.detectedRelease();
            case "instagram-webhook" -> Built.text("events/instagram-webhook/comment.json");
            case "email-unsubscribe" -> deployment.requestToUnsubscribe();
            case "email-confirm" -> deployment.requestToConfirm();
            case "message-links" -> deployment.openingOfLink();
            case "release-pages" -> deployment.viewOfReleasePage();
            case "flows" -> Built.text("events/flows/get-project.json");
            case "embed-events" -> Built.text("events/embed-events/server-opt-in.json");
            case "streaming-connect" -> Built.text("events/streaming-connect/start-spotify.json");
            // a new function is measured with its first sample, unless a case is added here
            default -> Built.text("events/" + function + "/" + firstSample(function));
        };
    }

    private static String firstSample(String function) {
        try (Stream<Path> files = Files.list(Built.ROOT.resolve("events").resolve(function))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.startsWith("invalid-"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Built.Function intake() {
        return Built.function(INTAKE);
    }

    private static Built.Function step(String type) {
        return Built.function(type.replace('_', '-'));
    }

    /** In the format of {@code statemachines/action-flow.asl.json}. */
    private static String ticket(
            Map<String, @Nullable Object> state, Map<?, ?> next, boolean first) {
        Map<String, @Nullable Object> ticket = Deployment.sample("send-text/ticket.json");
        for (String name : List.of("projectId", "runId", "epoch", "outline")) {
            ticket.put(name, state.get(name));
        }
        ticket.put("index", next.get("index"));
        ticket.put("type", next.get("type"));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        ticket.put("enteredAt", now.toString());
        ticket.put(
                "execution",
                Map.of(
                        "id",
                        "execution of " + state.get("runId"),
                        "startedAt",
                        now.plus(PAUSE).toString()));
        ticket.put("retryCount", 0);
        ticket.put("first", first);
        ticket.put("counted", state.get("counted"));
        return Json.write(ticket);
    }

    private record Answered(String body, Invocation invocation) {}

    private Answered invoke(Built.Function function, String event) throws InterruptedException {
        FunctionProcess running = processes.get(function.name());
        deployment.aws().takeCalls();
        FunctionProcess.Answer answer =
                running == null ? start(function, event) : running.invoke(event);
        if (answer.body().contains("\"statusCode\":")
                && !answer.body().contains(":200")
                && !answer.body().contains(":303")) {
            throw new IllegalStateException(function.name() + " refused: " + answer.body());
        }
        return new Answered(
                answer.body(),
                new Invocation(function.name(), answer.took(), deployment.aws().takeCalls()));
    }

    private FunctionProcess.Answer start(Built.Function function, String event)
            throws InterruptedException {
        String name = function.name();
        beforeStart.accept(name);
        Path classes = Built.TARGET.resolve(name + ".classes");
        FunctionProcess process =
                FunctionProcess.start(
                        function.code().toString(),
                        function.handler(),
                        deployment.environment(),
                        event,
                        Built.TARGET.resolve(name + ".log"),
                        listClasses ? Optional.of(classes) : Optional.empty());
        processes.put(name, process);
        FunctionProcess.Answer answer = process.firstAnswer();
        if (listClasses) {
            loadedClasses.put(name, Classes.count(classes));
        }
        return answer;
    }

    @Override
    public void close() {
        processes.values().forEach(FunctionProcess::close);
    }
}
