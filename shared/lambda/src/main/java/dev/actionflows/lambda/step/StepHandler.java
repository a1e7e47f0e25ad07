package dev.actionflows.lambda.step;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.run.StepRunner;
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
     * @param runner the runner of the step type
     */
    protected StepHandler(Function<StepActions, StepRunner<?>> runner) {
        this(runner, new AwsPorts(Environment.ofProcess()));
    }

    private StepHandler(Function<StepActions, StepRunner<?>> runner, AwsPorts ports) {
        this(runner, ports, ports.log());
    }

    /**
     * @param runner the runner of the step type
     * @param log the one that the run observer of the ports writes to
     */
    protected StepHandler(Function<StepActions, StepRunner<?>> runner, StepPorts ports, Log log) {
        this.endpoint = new StepEndpoint(runner.apply(new StepActions(ports)), log);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        endpoint.serve(input, output, context);
    }
}
