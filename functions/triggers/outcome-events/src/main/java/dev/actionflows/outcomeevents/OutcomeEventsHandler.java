package dev.actionflows.outcomeevents;

import dev.actionflows.aws.OutcomeEventMessage;
import dev.actionflows.domain.intake.OutcomeReceiver;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.queue.QueueHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/** Lambda function for the queue of what completed steps lead to, and of expiring connections. */
public final class OutcomeEventsHandler extends QueueHandler {
    public OutcomeEventsHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private OutcomeEventsHandler(AwsPorts ports) {
        this(new OutcomeEventsSettings(ports).outcomes(), ports.log(), ports.clock());
    }

    OutcomeEventsHandler(OutcomeReceiver outcomes, Log log, InstantSource clock) {
        super(
                (message, _) -> outcomes.receive(OutcomeEventMessage.decode(message.body())),
                log,
                new TimeLimit(Duration.ZERO, clock));
    }
}
