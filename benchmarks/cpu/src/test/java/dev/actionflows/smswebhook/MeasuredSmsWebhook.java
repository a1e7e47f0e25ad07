package dev.actionflows.smswebhook;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;

/** Opens the function's package to the benchmarks. */
public final class MeasuredSmsWebhook {
    private MeasuredSmsWebhook() {}

    /** The handler over a world in memory. */
    public static RequestStreamHandler handler(World world, Log log) {
        return new SmsWebhookHandler(
                new SmsWebhook(world.application.texts(), world.application.deliveries()),
                log,
                world.clock);
    }
}
