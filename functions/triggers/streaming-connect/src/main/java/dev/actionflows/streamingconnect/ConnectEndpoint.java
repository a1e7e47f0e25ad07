package dev.actionflows.streamingconnect;

import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.Disconnector;
import dev.actionflows.domain.connect.StartResult;
import dev.actionflows.domain.connect.StartResult.Obstacle;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.http.HttpEndpoint;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.PageTexts;

/**
 * Answers a fan's browser on its way to a streaming service and back, and when the fan disconnects.
 */
final class ConnectEndpoint implements HttpEndpoint {
    private final ConnectStart start;
    private final ConnectCallback callback;
    private final Pages pages;
    private final DisconnectPages disconnectPages;

    ConnectEndpoint(
            ConnectStart start, ConnectCallback callback, Disconnector disconnector, Pages pages) {
        this.start = start;
        this.callback = callback;
        this.pages = pages;
        this.disconnectPages = new DisconnectPages(disconnector, pages);
    }

    @Override
    public HttpResponse answer(HttpRequest request, Deadline deadline) {
        PageTexts texts = pages.texts(request);
        if (request.resource().endsWith("/start")) {
            return new StartPages(pages, texts).started(start(request, texts));
        }
        if (request.resource().endsWith("/disconnect")) {
            return disconnectPages.answer(request, texts);
        }
        ResultPages results = new ResultPages(pages, texts);
        return request.method().equals("POST")
                ? results.toScript(Requests.fromScript(request).complete(callback, deadline))
                : results.toBrowser(Requests.fromService(request).complete(callback, deadline));
    }

    @Override
    public HttpResponse failure(HttpRequest request, RuntimeException failure) {
        return pages.failure(request, failure);
    }

    private StartResult start(HttpRequest request, PageTexts texts) {
        return Requests.hasFanTokenInAddress(request)
                ? new StartResult.NotPossible(Obstacle.FAN_TOKEN_IN_ADDRESS)
                : start.start(Requests.start(request, StartPages.wording(texts)));
    }
}
