package dev.actionflows.smswebhook;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;

import java.time.InstantSource;

/** Opens the function's package to the benchmarks. */
public final class MeasuredSmsWebhook {
    private MeasuredSmsWebhook() {}

    /** The handler over a world in memory. */
    public static RequestStreamHandler handler(World world, Log log) {
        return handler(world.application, log, world.clock);
    }

    /** The handler over these ports. */
    public static RequestStreamHandler handler(
            Application application, Log log, InstantSource clock) {
        return new SmsWebhookHandler(
                new SmsWebhook(application.texts(), application.deliveries()), log, clock);
    }
}
