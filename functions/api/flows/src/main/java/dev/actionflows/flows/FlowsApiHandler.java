package dev.actionflows.flows;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.http.HttpHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/** Lambda handler of the management API, {@code /v1}. */
public final class FlowsApiHandler extends HttpHandler {
    public FlowsApiHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private FlowsApiHandler(AwsPorts ports) {
        this(new FlowsApiSettings(ports).apiPorts(), ports.log());
    }

    FlowsApiHandler(ApiPorts ports, Log log) {
        this(ports.router(), log, ports.ports().clock());
    }

    private FlowsApiHandler(Router router, Log log, InstantSource clock) {
        super((request, _) -> router.answer(request), log, new TimeLimit(Duration.ZERO, clock));
    }
}
