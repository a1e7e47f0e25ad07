package dev.actionflows.flows;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.PauseReason;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.management.Precondition;
import dev.actionflows.domain.management.TestModeService;
import dev.actionflows.domain.project.Role;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/flows}: the project's flows. */
final class FlowsResource {
    private final FlowService flows;
    private final StatusChanges changes;
    private final InstantSource clock;

    FlowsResource(FlowService flows, StatusChanges changes, InstantSource clock) {
        this.changes = changes;
        this.flows = flows;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/flows", this::create).requires(Role.EDIT),
                Route.get("/v1/flows", this::list),
                Route.get("/v1/flow-templates", this::templates),
                Route.get("/v1/flows/{flowId}", this::get),
                Route.put("/v1/flows/{flowId}", this::replace).requires(Role.EDIT),
                Route.delete("/v1/flows/{flowId}", this::delete).requires(Role.EDIT),
                Route.get("/v1/flows/{flowId}/document", this::document),
                Route.post("/v1/flows/{flowId}/activate", this::activate).requires(Role.EDIT),
                Route.post("/v1/flows/{flowId}/pause", this::pause).requires(Role.EDIT),
                Route.post("/v1/flows/{flowId}/archive", this::archive).requires(Role.EDIT),
                Route.post("/v1/flows/{flowId}/duplicate", this::duplicate).requires(Role.EDIT));
    }

    private HttpResponse create(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        FlowDefinition definition = FlowDefinition.decode(Bodies.document(request));
        return checked(201, caller, flows.create(project, definition));
    }

    private HttpResponse list(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        Optional<FlowStatus> status = request.queryParameter("status").map(FlowsResource::status);
        return Pages.answer(
                request,
                (cursor, limit) ->
                        status.isPresent()
                                ? flows.list(project, status.get(), cursor, limit)
                                : flows.list(project, cursor, limit),
                flow -> toJson(caller, flow));
    }

    private static FlowStatus status(String text) {
        return FlowStatus.parse(text)
                .orElseThrow(
                        () ->
                                ProblemException.invalid(
                                        "/status", "must be DRAFT, ACTIVE, PAUSED or ARCHIVED"));
    }

    private HttpResponse templates(HttpRequest request, Caller caller) {
        // the templates are the same for every project, but the caller must be a developer
        caller.project();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("items", FlowTemplates.all());
        body.put("next", null);
        return HttpResponse.json(200, body);
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        return shown(caller, flows.get(caller.project().id(), PathIds.flow(request)));
    }

    private HttpResponse document(HttpRequest request, Caller caller) {
        Flow flow = flows.get(caller.project().id(), PathIds.flow(request));
        return tagged(HttpResponse.json(200, flow.definition().toDocument()), flow);
    }

    private HttpResponse replace(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        FlowId id = PathIds.flow(request);
        FlowDefinition definition = FlowDefinition.decode(Bodies.document(request));
        return checked(
                200, caller, flows.replace(project, id, definition, EntityTags.ifMatch(request)));
    }

    private HttpResponse delete(HttpRequest request, Caller caller) {
        flows.delete(caller.project().id(), PathIds.flow(request), EntityTags.ifMatch(request));
        return HttpResponse.noContent();
    }

    private HttpResponse activate(HttpRequest request, Caller caller) {
        return checked(200, caller, change(request, caller, flows::activate));
    }

    private HttpResponse pause(HttpRequest request, Caller caller) {
        return settled(caller, change(request, caller, flows::pause));
    }

    private HttpResponse archive(HttpRequest request, Caller caller) {
        return settled(caller, change(request, caller, flows::archive));
    }

    private HttpResponse settled(Caller caller, Flow flow) {
        changes.settle(flow);
        return shown(caller, flow);
    }

    private HttpResponse duplicate(HttpRequest request, Caller caller) {
        return checked(201, caller, change(request, caller, flows::duplicate));
    }

    @FunctionalInterface
    private interface Change {
        Flow of(ProjectId project, FlowId flow, Precondition precondition);
    }

    private static Flow change(HttpRequest request, Caller caller, Change change) {
        return change.of(caller.project().id(), PathIds.flow(request), EntityTags.ifMatch(request));
    }

    private HttpResponse shown(Caller caller, Flow flow) {
        return tagged(HttpResponse.json(200, toJson(caller, flow)), flow);
    }

    /** Includes warnings for the flow's author. */
    private HttpResponse checked(int status, Caller caller, Flow flow) {
        Map<String, @Nullable Object> json = toJson(caller, flow);
        json.put(
                "warnings",
                flows.warnings(caller.project().id(), flow).stream()
                        .map(FlowsResource::toJson)
                        .toList());
        return tagged(HttpResponse.json(status, json), flow);
    }

    private static HttpResponse tagged(HttpResponse response, Flow flow) {
        return response.withHeader("ETag", EntityTags.of(flow));
    }

    private static Map<String, Object> toJson(Violation warning) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pointer", warning.pointer());
        json.put("detail", warning.detail());
        return json;
    }

    private Map<String, @Nullable Object> toJson(Caller caller, Flow flow) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", flow.id().value());
        json.put("status", flow.status().name());
        json.put("pausedReason", flow.pausedReason().map(PauseReason::wireName).orElse(null));
        json.put("version", flow.version());
        json.putAll(flow.definition().toDocument());
        json.put("createdAt", Times.text(flow.createdAt()));
        json.put("updatedAt", Times.text(flow.updatedAt()));
        json.put("activatedAt", Times.text(flow.activatedAt()));
        json.put(
                "testMode",
                TestModeService.underWay(caller.project(), flow, clock.instant())
                        .map(TestModeResource::toJson)
                        .orElse(null));
        return json;
    }
}
