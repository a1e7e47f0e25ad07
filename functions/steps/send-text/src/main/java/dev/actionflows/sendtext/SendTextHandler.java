package dev.actionflows.sendtext;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.flow.Step;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.step.StepEndpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda for the step type {@code send_text}. */
public final class SendTextHandler implements RequestStreamHandler {
    private final StepEndpoint endpoint;

    public SendTextHandler() {
        this(new SendTextSettings(Environment.ofProcess()).runner());
    }

    SendTextHandler(StepRunner<Step.SendText> runner) {
        this.endpoint = new StepEndpoint(runner);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        endpoint.serve(input, output, context);
    }
}
