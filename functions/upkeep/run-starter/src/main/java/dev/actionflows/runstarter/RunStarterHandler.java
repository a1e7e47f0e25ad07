package dev.actionflows.runstarter;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;

import dev.actionflows.aws.WakeUpMessage;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

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
    private final Log log;

    public RunStarterHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private RunStarterHandler(AwsPorts ports) {
        this(new RunStarterSettings(ports), ports.log());
    }

    private RunStarterHandler(RunStarterSettings settings, Log log) {
        this(settings.waker(), settings.resumer(), log);
    }

    RunStarterHandler(RunWaker waker, RunResumer resumer, Log log) {
        this.waker = waker;
        this.resumer = resumer;
        this.log = log;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        log.during(context);
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSMessage message : event.getRecords()) {
            try {
                switch (WakeUpMessage.decode(message.getBody())) {
                    case WakeUp.RequirementMet met -> waker.wake(met);
                    case WakeUp.RunDue(RunKey run) -> resume(run);
                }
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

    private void resume(RunKey run) {
        try {
            resumer.resume(run);
        } catch (RuntimeException e) {
            log.write(new Line(Level.ERROR, "run not resumed").run(run).failure(e));
        }
    }
}
