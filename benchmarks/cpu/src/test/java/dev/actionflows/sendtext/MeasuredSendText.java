package dev.actionflows.sendtext;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;

import java.io.OutputStream;

/** Opens the function's package to the benchmarks. */
public final class MeasuredSendText {
    private MeasuredSendText() {}

    /** The handler over a world in memory. */
    public static RequestStreamHandler handler(World world) {
        return new SendTextHandler(
                world.ports, new Log(OutputStream.nullOutputStream(), world.clock));
    }
}
