package dev.actionflows.benchmarks.cpu;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.addtosegment.MeasuredAddToSegment;
import dev.actionflows.domain.testing.World;
import dev.actionflows.followartist.MeasuredFollowArtist;
import dev.actionflows.presave.MeasuredPreSave;
import dev.actionflows.sendtext.MeasuredSendText;
import dev.actionflows.smswebhook.MeasuredSmsWebhook;
import dev.actionflows.testkit.TestContext;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures the function's own computation, from the bytes of an event to the bytes of the response,
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
public class WarmEvent {
    /** Created before the measurement, since each event is another text or another run. */
    private static final int EVENTS = 500;

    @Param({"sms-webhook", "pre-save", "follow-artist", "add-to-segment", "send-text"})
    public String function = "";

    private final TestContext context = new TestContext();
    private List<byte[]> events = List.of();
    private String expected = "";
    private RequestStreamHandler handler = (_, _, _) -> {};

    @Setup(Level.Invocation)
    public void makeEvents() {
        World world = new World();
        Events made = new Events(world);
        events =
                function.equals("sms-webhook")
                        ? made.texts(EVENTS)
                        : made.tickets(function, EVENTS);
        expected = function.equals("sms-webhook") ? "\"statusCode\":200" : "\"DONE\"";
        handler =
                switch (function) {
                    case "sms-webhook" -> MeasuredSmsWebhook.handler(world);
                    case "pre-save" -> MeasuredPreSave.handler(world);
                    case "follow-artist" -> MeasuredFollowArtist.handler(world);
                    case "add-to-segment" -> MeasuredAddToSegment.handler(world);
                    case "send-text" -> MeasuredSendText.handler(world);
                    default -> throw new IllegalArgumentException(function);
                };
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int handle() throws IOException {
        int bytes = 0;
        for (byte[] event : events) {
            ByteArrayOutputStream output = new ByteArrayOutputStream(512);
            handler.handleRequest(new ByteArrayInputStream(event), output, context);
            bytes += output.size();
            if (!output.toString(StandardCharsets.UTF_8).contains(expected)) {
                throw new IllegalStateException("not the expected answer: " + output);
            }
        }
        return bytes;
    }
}
