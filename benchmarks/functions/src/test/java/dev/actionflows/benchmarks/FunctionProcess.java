package dev.actionflows.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One environment of a function: its code in Lambda's own Java runtime client. */
final class FunctionProcess implements AutoCloseable {
    /** As Lambda starts Java, with the heap that a function of 1,024 MB can have. */
    private static final List<String> FLAGS =
            List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto",
                    "-Xmx870m",
                    "--enable-native-access=ALL-UNNAMED");

    private final String handler;
    private final RuntimeApi api;
    private final Process process;
    private final Path log;
    private long askedAtNanos;

    private FunctionProcess(
            String handler, RuntimeApi api, Process process, Path log, long askedAtNanos) {
        this.handler = handler;
        this.api = api;
        this.process = process;
        this.log = log;
        this.askedAtNanos = askedAtNanos;
    }

    /**
     * @param code the classpath of the function itself
     * @param environment the function's variables, all of them
     * @param event the first one, which waits for the function
     * @param log where its output goes
     * @param loadedClasses where it writes a line for each class that it loads; empty when time is
     *     what counts
     */
    static FunctionProcess start(
            String code,
            String handler,
            Map<String, String> environment,
            String event,
            Path log,
            Optional<Path> loadedClasses) {
        RuntimeApi api = new RuntimeApi();
        api.offer(event);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add(RuntimeClient.nativeLibraryFlag());
        loadedClasses.ifPresent(file -> command.add("-Xlog:class+load=info:file=" + file));
        command.addAll(
                List.of(
                        "-cp",
                        code + File.pathSeparator + RuntimeClient.classpath(),
                        RuntimeClient.MAIN,
                        handler));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
        builder.environment().put("LAMBDA_TASK_ROOT", code);
        builder.environment().put("_HANDLER", handler);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        try {
            long started = System.nanoTime();
            return new FunctionProcess(handler, api, builder.start(), log, started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param took from the start of the process, or from when the event was there, to the answer
     */
    record Answer(String body, Duration took) {}

    /** What the function says to its first event. */
    Answer firstAnswer() throws InterruptedException {
        RuntimeApi.Answer answer = api.awaitAnswer(process);
        if (answer.failed()) {
            throw new IllegalStateException(handler + " failed: " + answer.body() + "; see " + log);
        }
        return new Answer(answer.body(), Duration.ofNanos(answer.atNanos() - askedAtNanos));
    }

    /** What the function says to a further event. */
    Answer invoke(String event) throws InterruptedException {
        askedAtNanos = System.nanoTime();
        api.offer(event);
        return firstAnswer();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        api.close();
    }
}
