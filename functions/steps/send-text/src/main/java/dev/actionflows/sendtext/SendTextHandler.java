package dev.actionflows.sendtext;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.step.StepEndpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda for the step type {@code send_text}. */
public final class SendTextHandler implements RequestStreamHandler {
    private final StepEndpoint endpoint;

    public SendTextHandler() {
        this(new SendTextSettings(Environment.ofProcess()).endpoint());
    }

    SendTextHandler(StepEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        endpoint.serve(input, output, context);
    }
}
