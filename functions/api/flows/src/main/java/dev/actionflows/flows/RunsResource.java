package dev.actionflows.flows;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.management.ChainService;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.management.TimelineService;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.visit.RunVisits;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /v1/runs} and the runs of a flow: the progress of each fan's pass through it. */
final class RunsResource {
    private final FlowService flows;
    private final RunLedger runs;
    private final TimelineService timelines;
    private final ChainService chains;
    private final RunVisits visits;

    RunsResource(
            FlowService flows,
            RunLedger runs,
            TimelineService timelines,
            ChainService chains,
            RunVisits visits) {
        this.timelines = timelines;
        this.chains = chains;
        this.visits = visits;
        this.flows = flows;
        this.runs = runs;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/runs/{runId}", this::get),
                Route.get("/v1/flows/{flowId}/runs", this::listByFlow));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        RunId id = PathIds.run(request);
        return runs.find(new RunKey(caller.project().id(), id))
                .map(run -> HttpResponse.json(200, inFull(run)))
                .orElseThrow(() -> ProblemException.notFound("no such run: " + id));
    }

    /**
     * Includes the events that the run kept from entering the flow, who followed the links in its
     * messages, and what it led to.
     */
    private Map<String, @Nullable Object> inFull(Run run) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(RunJson.of(run));
        json.put(
                "keptOut",
                timelines.stoppedBy(run.key()).stream()
                        .map(entry -> EventResultJson.of(new EventResult.NotStarted(entry)))
                        .toList());
        json.put("links", RunJson.links(visits.of(run)));
        json.put("ledTo", chains.ledTo(run).stream().map(EventResultJson::of).toList());
        return json;
    }

    private HttpResponse listByFlow(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        FlowId flow = flows.get(project, PathIds.flow(request)).id();
        return Pages.answer(
                request,
                (cursor, limit) -> runs.listByFlow(project, flow, cursor, limit),
                RunJson::of);
    }
}
