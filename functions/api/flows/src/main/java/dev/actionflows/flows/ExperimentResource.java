package dev.actionflows.flows;

import dev.actionflows.domain.analytics.TrialResultsService;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.ArrayList;
import java.util.List;

/** {@code /v1/flows/{flowId}/experiment}: whether the messages of a flow work. */
final class ExperimentResource {
    private final FlowService flows;
    private final TrialResultsService results;

    ExperimentResource(FlowService flows, TrialResultsService results) {
        this.flows = flows;
        this.results = results;
    }

    List<Route> routes() {
        return List.of(Route.get("/v1/flows/{flowId}/experiment", this::get));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        Flow flow = flows.get(project, PathIds.flow(request));
        List<Violation> violations = new ArrayList<>();
        int version =
                QueryParameters.number(request, "version", 1, flow.version(), violations)
                        .orElse(flow.version());
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return HttpResponse.json(200, ExperimentJson.of(results.results(project, flow, version)));
    }
}
