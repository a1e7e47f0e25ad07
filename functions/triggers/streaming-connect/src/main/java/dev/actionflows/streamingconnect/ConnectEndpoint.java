package dev.actionflows.streamingconnect;

import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.StartResult;
import dev.actionflows.domain.connect.StartResult.Obstacle;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.http.HttpEndpoint;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

/** Answers a fan's browser on its way to a streaming service and back. */
final class ConnectEndpoint implements HttpEndpoint {
    private final ConnectStart start;
    private final ConnectCallback callback;
    private final Pages pages;

    ConnectEndpoint(ConnectStart start, ConnectCallback callback, Pages pages) {
        this.start = start;
        this.callback = callback;
        this.pages = pages;
    }

    @Override
    public HttpResponse answer(HttpRequest request, Deadline deadline) {
        if (request.resource().endsWith("/start")) {
            return pages.started(start(request));
        }
        return request.method().equals("POST")
                ? pages.toScript(Requests.fromScript(request).complete(callback, deadline))
                : pages.toBrowser(Requests.fromService(request).complete(callback, deadline));
    }

    @Override
    public HttpResponse failure(HttpRequest request, RuntimeException failure) {
        return pages.failure(request, failure);
    }

    private StartResult start(HttpRequest request) {
        return Requests.hasFanTokenInAddress(request)
                ? new StartResult.NotPossible(Obstacle.FAN_TOKEN_IN_ADDRESS)
                : start.start(Requests.start(request));
    }
}
