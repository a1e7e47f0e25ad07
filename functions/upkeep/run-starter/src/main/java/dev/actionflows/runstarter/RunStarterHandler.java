package dev.actionflows.runstarter;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.aws.WakeUpMessage;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.queue.SqsBatch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Lambda behind the queue of wake-ups. A message that fails comes again, alone; the others are
 * done.
 */
public final class RunStarterHandler implements RequestStreamHandler {
    private final RunWaker waker;

    public RunStarterHandler() {
        this(new RunStarterSettings(Environment.ofProcess()).waker());
    }

    RunStarterHandler(RunWaker waker) {
        this.waker = waker;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        SqsBatch.serve(
                input, output, context.getLogger(), body -> waker.wake(WakeUpMessage.decode(body)));
    }
}
