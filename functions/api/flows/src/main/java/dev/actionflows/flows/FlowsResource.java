package dev.actionflows.flows;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.Flows;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /v1/flows}: what a project wants to happen. */
final class FlowsResource {
    private final Flows flows;

    FlowsResource(Flows flows) {
        this.flows = flows;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/flows", this::create),
                Route.get("/v1/flows", this::list),
                Route.get("/v1/flows/{flowId}", this::get),
                Route.post("/v1/flows/{flowId}/activate", this::activate),
                Route.post("/v1/flows/{flowId}/pause", this::pause));
    }

    private HttpResponse create(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        FlowDefinition definition = FlowDefinition.decode(Bodies.document(request));
        return HttpResponse.json(201, toJson(flows.create(project, definition)));
    }

    private HttpResponse list(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        return Pages.answer(
                request,
                (cursor, limit) -> flows.list(project, cursor, limit),
                FlowsResource::toJson);
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        return shown(flows.get(caller.project().id(), PathIds.flow(request)));
    }

    private HttpResponse activate(HttpRequest request, Caller caller) {
        return shown(flows.activate(caller.project().id(), PathIds.flow(request)));
    }

    private HttpResponse pause(HttpRequest request, Caller caller) {
        return shown(flows.pause(caller.project().id(), PathIds.flow(request)));
    }

    private static HttpResponse shown(Flow flow) {
        return HttpResponse.json(200, toJson(flow));
    }

    private static Map<String, Object> toJson(Flow flow) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", flow.id().value());
        json.put("status", flow.status().name());
        json.put("version", flow.version());
        json.putAll(flow.definition().toDocument());
        json.put("createdAt", Times.text(flow.createdAt()));
        json.put("updatedAt", Times.text(flow.updatedAt()));
        return json;
    }
}
