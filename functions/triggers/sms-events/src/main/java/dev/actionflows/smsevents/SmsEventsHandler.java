package dev.actionflows.smsevents;

import dev.actionflows.aws.SmsEventMessage;
import dev.actionflows.domain.intake.SmsEventReceiver;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.queue.QueueHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/** Lambda function for the queue of what AWS End User Messaging SMS publishes. */
public final class SmsEventsHandler extends QueueHandler {
    public SmsEventsHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private SmsEventsHandler(AwsPorts ports) {
        this(new SmsEventsSettings(ports).events(), ports.log(), ports.clock());
    }

    SmsEventsHandler(SmsEventReceiver events, Log log, InstantSource clock) {
        super(
                (message, _) -> SmsEventMessage.decode(message.body()).ifPresent(events::receive),
                log,
                new TimeLimit(Duration.ZERO, clock));
    }
}
