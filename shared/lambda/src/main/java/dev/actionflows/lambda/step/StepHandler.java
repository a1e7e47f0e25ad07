package dev.actionflows.lambda.step;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;

/**
 * A Lambda that does the steps of one type. Its environment is TABLE_NAME, DEPLOYMENT, and what the
 * ports of the step's action need, see {@link AwsPorts}.
 */
public abstract class StepHandler implements RequestStreamHandler {
    private final StepEndpoint endpoint;

    /**
     * @param action picks the action of the step type
     */
    protected StepHandler(Function<StepActions, StepAction<?>> action) {
        this(action, new AwsPorts(Environment.ofProcess()));
    }

    private StepHandler(Function<StepActions, StepAction<?>> action, AwsPorts ports) {
        this(action, ports, ports.log());
    }

    /**
     * @param action picks the action of the step type
     * @param log the one that the run observer of the ports writes to
     */
    protected StepHandler(Function<StepActions, StepAction<?>> action, StepPorts ports, Log log) {
        StepActions actions = new StepActions(ports);
        this.endpoint = new StepEndpoint(actions.runner(action.apply(actions)), log);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        endpoint.serve(input, output, context);
    }
}
