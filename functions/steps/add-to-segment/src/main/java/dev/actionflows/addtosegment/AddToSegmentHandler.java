package dev.actionflows.addtosegment;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.step.StepEndpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda for the step type {@code add_to_segment}. */
public final class AddToSegmentHandler implements RequestStreamHandler {
    private final StepEndpoint endpoint;

    public AddToSegmentHandler() {
        this(new AddToSegmentSettings(Environment.ofProcess()).endpoint());
    }

    AddToSegmentHandler(StepEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        endpoint.serve(input, output, context);
    }
}
