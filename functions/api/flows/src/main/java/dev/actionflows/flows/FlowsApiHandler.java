package dev.actionflows.flows;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.http.HttpEdge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda behind {@code /v1}: the management API. */
public final class FlowsApiHandler implements RequestStreamHandler {
    private final Router router;

    public FlowsApiHandler() {
        this(new FlowsApiSettings(Environment.ofProcess()).ports());
    }

    FlowsApiHandler(ApiPorts ports) {
        this.router = ports.router();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        HttpEdge.serve(input, output, context.getLogger(), router::answer);
    }
}
