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
    /** Lambda's flags for Java, with the heap of a function with 1,024 MB. */
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
    private long sentAtNanos;

    private FunctionProcess(
            String handler, RuntimeApi api, Process process, Path log, long sentAtNanos) {
        this.handler = handler;
        this.api = api;
        this.process = process;
        this.log = log;
        this.sentAtNanos = sentAtNanos;
    }

    /**
     * @param code the classpath of the function itself
     * @param environment all environment variables of the function
     * @param event the first event, which waits for the function
     * @param log the file for its output
     * @param loadedClasses the file for the list of loaded classes; empty if time is measured
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
     * @param took from the start of the process, or from the arrival of the event, to the response
     */
    record Answer(String body, Duration took) {}

    /** The response to the first event. */
    Answer firstAnswer() throws InterruptedException {
        RuntimeApi.Answer answer = api.awaitAnswer(process);
        if (answer.failed()) {
            throw new IllegalStateException(handler + " failed: " + answer.body() + "; see " + log);
        }
        return new Answer(answer.body(), Duration.ofNanos(answer.atNanos() - sentAtNanos));
    }

    /** Sends a further event and returns the response. */
    Answer invoke(String event) throws InterruptedException {
        sentAtNanos = System.nanoTime();
        api.offer(event);
        return firstAnswer();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        api.close();
    }
}
