package dev.actionflows.runstarter;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;

import dev.actionflows.aws.WakeUpMessage;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.lambda.Environment;

import java.util.ArrayList;
import java.util.List;

/**
 * Lambda behind the queue of wake-ups. A message about a requirement that fails comes again, alone;
 * the others are done. A due run that fails is left to the next sweep, which finds it by its due
 * time.
 */
public final class RunStarterHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final RunWaker waker;
    private final RunResumer resumer;

    public RunStarterHandler() {
        this(new RunStarterSettings(Environment.ofProcess()));
    }

    private RunStarterHandler(RunStarterSettings settings) {
        this(settings.waker(), settings.resumer());
    }

    RunStarterHandler(RunWaker waker, RunResumer resumer) {
        this.waker = waker;
        this.resumer = resumer;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSMessage message : event.getRecords()) {
            try {
                switch (WakeUpMessage.decode(message.getBody())) {
                    case WakeUp.RequirementMet met -> waker.wake(met);
                    case WakeUp.RunDue(RunKey run) -> resume(run, context.getLogger());
                }
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

    private void resume(RunKey run, LambdaLogger logger) {
        try {
            resumer.resume(run);
        } catch (RuntimeException e) {
            logger.log("run %s was not resumed: %s".formatted(run.run(), e), LogLevel.ERROR);
        }
    }
}
