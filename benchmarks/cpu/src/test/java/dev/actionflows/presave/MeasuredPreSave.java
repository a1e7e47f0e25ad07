package dev.actionflows.presave;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.step.streaming.PreSaveAction;
import dev.actionflows.domain.step.streaming.StreamingStepSupport;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.step.StepEndpoint;
import dev.actionflows.lambda.telemetry.Log;

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

    private static StreamingStepSupport streaming(World world) {
        return new StreamingStepSupport(
                List.of(new InMemoryStreamingService(StreamingProvider.SPOTIFY)),
                world.fans,
                world.vault);
    }
}
