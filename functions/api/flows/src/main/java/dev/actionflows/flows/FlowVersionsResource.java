package dev.actionflows.flows;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.List;

/** {@code /v1/flows/{flowId}/versions}: what a flow said earlier. */
final class FlowVersionsResource {
    private final FlowService flows;
    private final FactReader versions;

    FlowVersionsResource(FlowService flows, FactReader versions) {
        this.flows = flows;
        this.versions = versions;
    }

    List<Route> routes() {
        return List.of(Route.get("/v1/flows/{flowId}/versions/{version}", this::document));
    }

    private HttpResponse document(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        FlowId flow = flows.get(project, PathIds.flow(request)).id();
        FlowVersion version =
                versions.findFlowVersion(project, flow, PathIds.version(request))
                        .orElseThrow(() -> ProblemException.notFound("no such version"));
        return HttpResponse.json(200, version.definition().toDocument());
    }
}
