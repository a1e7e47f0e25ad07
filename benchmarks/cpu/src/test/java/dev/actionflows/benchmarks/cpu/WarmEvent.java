package dev.actionflows.benchmarks.cpu;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.TestContext;

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
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures a function's own computation, from the bytes of an event to the bytes of the response,
 * with in-memory dependencies and Lambda's flags for Java.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx870m"})
public abstract class WarmEvent {
    /** Created before the measurement, since each event is another text or another run. */
    static final int EVENTS = 500;

    private final TestContext context = new TestContext();
    private List<byte[]> events = List.of();
    private RequestStreamHandler handler = (_, _, _) -> {};

    @Setup(Level.Invocation)
    public void prepare() {
        World world = new World();
        events = events(world);
        handler = handler(world, new Log(OutputStream.nullOutputStream(), world.clock));
    }

    /** As many events as {@link #EVENTS} says. */
    abstract List<byte[]> events(World world);

    abstract RequestStreamHandler handler(World world, Log log);

    /** A part of the response to each event. */
    abstract String expected();

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int handle() throws IOException {
        int bytes = 0;
        for (byte[] event : events) {
            ByteArrayOutputStream output = new ByteArrayOutputStream(512);
            handler.handleRequest(new ByteArrayInputStream(event), output, context);
            bytes += output.size();
            if (!output.toString(StandardCharsets.UTF_8).contains(expected())) {
                throw new IllegalStateException("unexpected response: " + output);
            }
        }
        return bytes;
    }
}
