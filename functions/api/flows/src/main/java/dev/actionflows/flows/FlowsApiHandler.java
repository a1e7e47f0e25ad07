package dev.actionflows.flows;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.http.HttpEdge;
import dev.actionflows.lambda.telemetry.Log;

/** Lambda behind {@code /v1}: the management API. */
public final class FlowsApiHandler
        implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
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
    public APIGatewayProxyResponseEvent handleRequest(
            APIGatewayProxyRequestEvent event, Context context) {
        return HttpEdge.answer(event, log.during(context), router::answer);
    }
}
