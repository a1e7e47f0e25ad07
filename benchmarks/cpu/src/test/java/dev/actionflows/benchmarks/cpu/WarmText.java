package dev.actionflows.benchmarks.cpu;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.smswebhook.MeasuredSmsWebhook;

import java.util.List;

/** A text with the keyword of a flow. */
public class WarmText extends WarmEvent {
    @Override
    List<byte[]> events(World world) {
        return new Events(world).texts(EVENTS);
    }

    @Override
    RequestStreamHandler handler(World world, Log log) {
        return MeasuredSmsWebhook.handler(world, log);
    }

    @Override
    String expected() {
        return "\"statusCode\":200";
    }
}
