package dev.actionflows.presave;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.action.FanStreaming;
import dev.actionflows.domain.action.PreSaveAction;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.lambda.step.StepEndpoint;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.InMemoryStreamingService;
import dev.actionflows.testkit.World;

import java.io.OutputStream;
import java.util.List;

/** Opens the function's package to the benchmarks. */
public final class MeasuredPreSave {
    private MeasuredPreSave() {}

    /** The handler over a world in memory. */
    public static RequestStreamHandler handler(World world) {
        return new PreSaveHandler(
                new StepEndpoint(
                        world.runner(new PreSaveAction(streaming(world), world.catalog)),
                        new Log(OutputStream.nullOutputStream(), world.clock)));
    }

    private static FanStreaming streaming(World world) {
        return new FanStreaming(
                List.of(new InMemoryStreamingService(StreamingProvider.SPOTIFY)),
                world.fans,
                world.vault);
    }
}
