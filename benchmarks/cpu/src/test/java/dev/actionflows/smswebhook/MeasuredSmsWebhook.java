package dev.actionflows.smswebhook;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.testkit.World;

/** Opens the function's package to the benchmarks. */
public final class MeasuredSmsWebhook {
    private MeasuredSmsWebhook() {}

    /** The handler over a world in memory. */
    public static RequestStreamHandler handler(World world) {
        return new SmsWebhookHandler(world.texts);
    }
}
