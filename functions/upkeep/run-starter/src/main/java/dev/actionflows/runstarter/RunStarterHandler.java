package dev.actionflows.runstarter;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;

import dev.actionflows.aws.WakeUpMessage;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

import java.util.ArrayList;
import java.util.List;

/**
 * Lambda behind the queue of wake-ups. A message that fails comes again, alone; the others are
 * done.
 */
public final class RunStarterHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final RunWaker waker;
    private final Log log;

    public RunStarterHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private RunStarterHandler(AwsPorts ports) {
        this(new RunStarterSettings(ports).waker(), ports.log());
    }

    RunStarterHandler(RunWaker waker, Log log) {
        this.waker = waker;
        this.log = log;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        log.during(context);
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSMessage message : event.getRecords()) {
            try {
                waker.wake(WakeUpMessage.decode(message.getBody()));
            } catch (RuntimeException e) {
                log.write(
                        new Line(Level.ERROR, "wake-up failed")
                                .with("messageId", message.getMessageId())
                                .failure(e));
                failures.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(failures);
    }
}
