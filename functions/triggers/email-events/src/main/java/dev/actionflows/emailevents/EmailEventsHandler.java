package dev.actionflows.emailevents;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.aws.SesEventMessage;
import dev.actionflows.domain.intake.MailEventReceiver;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.queue.SqsBatch;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Lambda function for the queue of Amazon SES's event notifications. Only the messages that fail
 * are retried.
 */
public final class EmailEventsHandler implements RequestStreamHandler {
    private final MailEventReceiver events;
    private final Log log;

    public EmailEventsHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private EmailEventsHandler(AwsPorts ports) {
        this(new EmailEventsSettings(ports).events(), ports.log());
    }

    EmailEventsHandler(MailEventReceiver events, Log log) {
        this.events = events;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        SqsBatch.serve(
                input,
                output,
                log.during(context),
                message -> SesEventMessage.decode(message.body()).forEach(events::receive));
    }
}
