package dev.actionflows.benchmarks.cpu;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.aws.SfnExecutionStarter;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.step.StepHandler;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.smswebhook.MeasuredSmsWebhook;
import dev.actionflows.testkit.TestContext;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Measures how many runs of the mission's four steps one core computes in a second: the webhook and
 * the handlers of the steps, from bytes to bytes, with in-memory dependencies and Lambda's flags
 * for Java. What the state machine passes from one step to the next is included.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx870m"})
public class WarmRun {
    private static final int RUNS = 200;

    private final TestContext context = new TestContext();
    private final Queue<Run> started = new ArrayDeque<>();
    private final Map<StepType, RequestStreamHandler> steps = new EnumMap<>(StepType.class);
    private List<byte[]> texts = List.of();
    private RequestStreamHandler webhook = (_, _, _) -> {};

    @Setup(Level.Invocation)
    public void prepare() {
        World world = new World();
        Log log = new Log(OutputStream.nullOutputStream(), world.clock);
        ExecutionStarter starter = (run, _) -> started.add(run);
        Ports ports = InMemoryPorts.with(world.ports, ExecutionStarter.class, starter);
        texts = new Events(world).textsOfFourSteps(RUNS);
        webhook = MeasuredSmsWebhook.handler(new Application(ports), log, world.clock);
        for (StepType type : Events.FOUR_STEPS) {
            steps.put(type, new StepHandler(actions -> actions.runner(type), ports, log) {});
        }
    }

    @Benchmark
    @OperationsPerInvocation(RUNS)
    public int run() throws IOException {
        int done = 0;
        for (byte[] text : texts) {
            handle(webhook, text);
            done += execute(started.remove());
        }
        return done;
    }

    /** In the order in which the state machine calls the handlers. */
    private int execute(Run run) throws IOException {
        Map<String, @Nullable Object> state =
                new HashMap<>(Json.readObject(Json.write(SfnExecutionStarter.input(run, false))));
        int done = 0;
        while (state.get("next") instanceof Map<?, ?> next) {
            StepType type = Events.FOUR_STEPS.get(done);
            Map<String, @Nullable Object> ticket = Events.sampleTicket();
            ticket.putAll(state);
            ticket.put("index", next.get("index"));
            ticket.put("first", done == 0);
            byte[] answer = handle(steps.get(type), Events.bytes(ticket));
            state.remove("next");
            state.putAll(Json.readObject(new String(answer, StandardCharsets.UTF_8)));
            done++;
        }
        if (!"DONE".equals(state.get("answer")) || done != Events.FOUR_STEPS.size()) {
            throw new IllegalStateException("the run ended with " + state);
        }
        return done;
    }

    private byte[] handle(@Nullable RequestStreamHandler handler, byte[] event) throws IOException {
        if (handler == null) {
            throw new IllegalStateException("no handler");
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream(512);
        handler.handleRequest(new ByteArrayInputStream(event), output, context);
        return output.toByteArray();
    }
}
