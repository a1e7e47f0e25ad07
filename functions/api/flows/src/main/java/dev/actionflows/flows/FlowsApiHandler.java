package dev.actionflows.flows;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.http.HttpEdge;

/** Lambda behind {@code /v1}: the management API. */
public final class FlowsApiHandler
        implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
    private final Router router;

    public FlowsApiHandler() {
        this(new FlowsApiSettings(Environment.ofProcess()).ports());
    }

    FlowsApiHandler(ApiPorts ports) {
        this.router = ports.router();
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(
            APIGatewayProxyRequestEvent event, Context context) {
        return HttpEdge.answer(event, context.getLogger(), router::answer);
    }
}
