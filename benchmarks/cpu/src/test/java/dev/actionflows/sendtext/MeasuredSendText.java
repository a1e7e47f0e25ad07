package dev.actionflows.sendtext;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.testkit.InMemoryTextSender;
import dev.actionflows.testkit.World;

/** Opens the function's package to the benchmarks. */
public final class MeasuredSendText {
    private MeasuredSendText() {}

    /** The handler over a world in memory. */
    public static RequestStreamHandler handler(World world) {
        return new SendTextHandler(
                world.runner(
                        new SendTextAction(new InMemoryTextSender(), world.fans, world.vault)));
    }
}
