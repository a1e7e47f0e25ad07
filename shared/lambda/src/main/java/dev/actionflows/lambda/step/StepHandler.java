package dev.actionflows.lambda.step;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A Lambda that does the steps of one type. Its environment is TABLE_NAME, DEPLOYMENT, and what the
 * ports of the step's action need, see {@link AwsPorts}.
 */
public abstract class StepHandler implements RequestStreamHandler {
    private final StepEndpoint endpoint;

    protected StepHandler(StepType type) {
        this(type, new AwsPorts(Environment.ofProcess()));
    }

    private StepHandler(StepType type, AwsPorts ports) {
        this(new StepEndpoint(new StepActions(ports).runner(type), ports.log()));
    }

    protected StepHandler(StepEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        endpoint.serve(input, output, context);
    }
}
