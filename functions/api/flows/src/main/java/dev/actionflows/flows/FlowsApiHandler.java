package dev.actionflows.flows;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.http.HttpHandler;
import dev.actionflows.lambda.telemetry.Log;

/** Lambda handler of the management API, {@code /v1}. */
public final class FlowsApiHandler extends HttpHandler {
    public FlowsApiHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private FlowsApiHandler(AwsPorts ports) {
        this(new FlowsApiSettings(ports).apiPorts(), ports.log());
    }

    FlowsApiHandler(ApiPorts ports, Log log) {
        super(ports.router()::answer, log);
    }
}
