package dev.actionflows.sendtext;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.action.SendTextAction;
import dev.actionflows.lambda.step.StepEndpoint;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.InMemoryTextSender;
import dev.actionflows.testkit.World;

import java.io.OutputStream;

/** Opens the function's package to the benchmarks. */
public final class MeasuredSendText {
    private MeasuredSendText() {}

    /** The handler over a world in memory. */
    public static RequestStreamHandler handler(World world) {
        return new SendTextHandler(
                new StepEndpoint(
                        world.runner(
                                new SendTextAction(
                                        new InMemoryTextSender(), world.fans, world.vault)),
                        new Log(OutputStream.nullOutputStream(), world.clock)));
    }
}
