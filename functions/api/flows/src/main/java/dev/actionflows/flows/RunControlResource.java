package dev.actionflows.flows;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.MessageLimitService;
import dev.actionflows.domain.management.RunControl;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cancels runs, tries failed steps again, and stops a project's messages. */
final class RunControlResource {
    private static final String SENDING = "/v1/projects/{projectId}/sending";
    private static final String STOPPED = "stopped";

    private final RunControl runs;
    private final MessageLimitService limits;
    private final StatusChanges changes;

    RunControlResource(RunControl runs, MessageLimitService limits, StatusChanges changes) {
        this.runs = runs;
        this.limits = limits;
        this.changes = changes;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/runs/{runId}/cancel", this::cancel),
                Route.post("/v1/runs/{runId}/steps/{index}/retry", this::retry),
                Route.post("/v1/flows/{flowId}/runs/cancel", this::cancelAll),
                Route.get(
                        SENDING,
                        (request, caller) ->
                                sending(limits.isSendingStopped(caller.projectIn(request)))),
                Route.put(SENDING, this::putSending));
    }

    private HttpResponse cancel(HttpRequest request, Caller caller) {
        return HttpResponse.json(
                200, RunJson.of(runs.cancel(caller.project().id(), PathIds.run(request))));
    }

    private HttpResponse retry(HttpRequest request, Caller caller) {
        return HttpResponse.json(
                200,
                RunJson.of(
                        runs.retry(
                                caller.project().id(),
                                PathIds.run(request),
                                PathIds.stepIndex(request))));
    }

    private HttpResponse cancelAll(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        Flow flow = runs.cancelAll(project, PathIds.flow(request));
        changes.settle(flow);
        return HttpResponse.json(
                202, Map.of("flowId", flow.id().value(), "flowStatus", flow.status().name()));
    }

    private HttpResponse putSending(HttpRequest request, Caller caller) {
        ProjectId project = caller.projectIn(request);
        boolean stopped =
                Bodies.decode(
                        request,
                        fields -> {
                            Optional<Boolean> value = fields.optionalFlag(STOPPED);
                            if (!fields.has(STOPPED)) {
                                fields.violation(STOPPED, "is required; it must be true or false");
                            }
                            return value;
                        });
        limits.stopSending(project, stopped);
        if (stopped) {
            changes.settle();
        }
        return sending(stopped);
    }

    private static HttpResponse sending(boolean stopped) {
        return HttpResponse.json(200, Map.of(STOPPED, stopped));
    }
}
