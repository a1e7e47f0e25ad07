package dev.actionflows.runstarter;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;

import dev.actionflows.aws.WakeUpMessage;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.lambda.Environment;

import java.util.ArrayList;
import java.util.List;

/**
 * Lambda behind the queue of wake-ups. A message that fails comes again, alone; the others are
 * done.
 */
public final class RunStarterHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final RunWaker waker;

    public RunStarterHandler() {
        this(new RunStarterSettings(Environment.ofProcess()).waker());
    }

    RunStarterHandler(RunWaker waker) {
        this.waker = waker;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSMessage message : event.getRecords()) {
            try {
                waker.wake(WakeUpMessage.decode(message.getBody()));
            } catch (RuntimeException e) {
                context.getLogger()
                        .log(
                                "wake-up %s failed: %s".formatted(message.getMessageId(), e),
                                LogLevel.ERROR);
                failures.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(failures);
    }
}
