package dev.actionflows.flows;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.http.HttpEdge;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda handler of the management API, {@code /v1}. */
public final class FlowsApiHandler implements RequestStreamHandler {
    private final Router router;
    private final Log log;

    public FlowsApiHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    FlowsApiHandler(AwsPorts ports) {
        this(new FlowsApiSettings(ports).apiPorts(), ports.log());
    }

    FlowsApiHandler(ApiPorts ports, Log log) {
        this.router = ports.router();
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        HttpEdge.serve(input, output, log.during(context), router::answer);
    }
}
