package dev.actionflows.smswebhook;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;

import java.io.OutputStream;

/** Makes the function's package accessible to the benchmarks. */
public final class MeasuredSmsWebhook {
    private MeasuredSmsWebhook() {}

    /** The handler over in-memory implementations. */
    public static RequestStreamHandler handler(World world) {
        return new SmsWebhookHandler(
                new SmsWebhook(world.application.texts(), world.application.deliveries()),
                new Log(OutputStream.nullOutputStream(), world.clock));
    }
}
