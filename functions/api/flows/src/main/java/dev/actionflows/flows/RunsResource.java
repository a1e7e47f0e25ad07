package dev.actionflows.flows;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.management.ChainService;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.management.RunSearch;
import dev.actionflows.domain.management.TimelineService;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunFilter;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.visit.RunVisits;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/runs} and the runs of a flow: the progress of each fan's pass through it. */
final class RunsResource {
    private final FlowService flows;
    private final RunLedger runs;
    private final RunSearch search;
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
        this.search = new RunSearch(runs);
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
        RunFilter filter = filter(request);
        return Pages.answer(
                request,
                (cursor, limit) -> search.find(project, flow, filter, cursor, limit),
                RunJson::of);
    }

    private static RunFilter filter(HttpRequest request) {
        List<Violation> violations = new ArrayList<>();
        Optional<RunStatus> status =
                QueryParameters.value(
                        request, "status", List.of(RunStatus.values()), Enum::name, violations);
        Optional<String> outcome =
                QueryParameters.value(
                        request, "outcome", StepOutcome.WIRE_NAMES, it -> it, violations);
        Optional<Reason> reason =
                QueryParameters.value(
                        request, "reason", List.of(Reason.values()), Reason::wireName, violations);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return new RunFilter(status, outcome, reason.map(Reason::wireName));
    }
}
