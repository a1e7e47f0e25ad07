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

/** Lambda function for the queue of what completed steps lead to. */
public final class OutcomeEventsHandler extends QueueHandler {
    /** The longest time that an event takes, with a large margin. */
    private static final Duration RESERVE = Duration.ofSeconds(3);

    public OutcomeEventsHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private OutcomeEventsHandler(AwsPorts ports) {
        this(new OutcomeEventsSettings(ports).outcomes(), ports.log(), ports.clock());
    }

    OutcomeEventsHandler(OutcomeReceiver outcomes, Log log, InstantSource clock) {
        super(
                (message, deadline) -> outcomes.receive(OutcomeEventMessage.decode(message.body())),
                log,
                new TimeLimit(RESERVE, clock));
    }
}
