package dev.actionflows.emailevents;

import dev.actionflows.aws.SesEventMessage;
import dev.actionflows.domain.intake.MailEventReceiver;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.queue.QueueHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/** Lambda function for the queue of Amazon SES's event notifications. */
public final class EmailEventsHandler extends QueueHandler {
    public EmailEventsHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private EmailEventsHandler(AwsPorts ports) {
        this(new EmailEventsSettings(ports).events(), ports.log(), ports.clock());
    }

    EmailEventsHandler(MailEventReceiver events, Log log, InstantSource clock) {
        super(
                (message, _) -> SesEventMessage.decode(message.body()).forEach(events::receive),
                log,
                new TimeLimit(Duration.ZERO, clock));
    }
}
