package dev.actionflows.flows;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.ReplayService;
import dev.actionflows.domain.management.ReplayService.ReplayRequest;
import dev.actionflows.domain.replay.JobProgress;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code /v1/flows/{flowId}/replays} and {@code /v1/jobs}: failed steps of many runs. */
final class ReplaysResource {
    private static final String PREVIEW = "preview";
    private static final String PREVIEW_ID = "previewId";
    private static final List<String> SELECTION =
            List.of("reason", "stepType", "startedFrom", "startedUntil", PREVIEW);

    private final ReplayService replays;
    private final JobJson json;
    private final InstantSource clock;

    /**
     * @param shards the number of shards of a flow's runs
     */
    ReplaysResource(ReplayService replays, int shards, InstantSource clock) {
        this.replays = replays;
        this.json = new JobJson(shards);
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/flows/{flowId}/replays", this::create),
                Route.get("/v1/jobs/{jobId}", this::get),
                Route.post("/v1/jobs/{jobId}/cancel", this::cancel));
    }

    /** What the body requests. */
    private sealed interface Wanted {
        record Selected(ReplayRequest request, boolean preview) implements Wanted {}

        record Previewed(JobId preview) implements Wanted {}
    }

    private HttpResponse create(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        FlowId flow = PathIds.flow(request);
        JobProgress created =
                switch (Bodies.decode(request, ReplaysResource::wanted)) {
                    case Wanted.Selected(ReplayRequest selection, boolean preview) ->
                            replays.create(project, flow, selection, preview);
                    case Wanted.Previewed(JobId preview) ->
                            replays.createFrom(project, flow, preview);
                };
        return answer(202, created);
    }

    private static Optional<Wanted> wanted(Fields fields) {
        Optional<JobId> preview =
                fields.optional(PREVIEW_ID, JobId::parse, "the id of a preview, as job_…");
        Optional<Reason> reason =
                fields.optional(
                        "reason",
                        ReplaysResource::reason,
                        "the reason of a failed step, such as provider_unavailable");
        Optional<StepType> type =
                fields.optional("stepType", StepType::ofWireName, "a step type, such as send_text");
        Optional<Instant> from =
                fields.optional("startedFrom", Times::parseInstant, Times.EXPECTED_INSTANT);
        Optional<Instant> until =
                fields.optional("startedUntil", Times::parseInstant, Times.EXPECTED_INSTANT);
        if (from.isPresent() && until.filter(from.get()::isAfter).isPresent()) {
            fields.violation("startedUntil", "must not be before startedFrom");
        }
        boolean onlyCounts = fields.optionalFlag(PREVIEW).orElse(false);
        if (fields.has(PREVIEW_ID)) {
            SELECTION.stream()
                    .filter(fields::has)
                    .forEach(
                            name ->
                                    fields.violation(
                                            name,
                                            "must be absent beside previewId: the preview's"
                                                    + " selection is used"));
            return preview.map(Wanted.Previewed::new);
        }
        return Optional.of(
                new Wanted.Selected(new ReplayRequest(reason, type, from, until), onlyCounts));
    }

    private static Optional<Reason> reason(String text) {
        return List.of(Reason.values()).stream()
                .filter(it -> it.wireName().equals(text))
                .findFirst();
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        return answer(200, replays.get(caller.project().id(), job(request)));
    }

    private HttpResponse cancel(HttpRequest request, Caller caller) {
        return answer(200, replays.cancel(caller.project().id(), job(request)));
    }

    private static JobId job(HttpRequest request) {
        return request.pathParameter("jobId")
                .flatMap(JobId::parse)
                .orElseThrow(() -> ProblemException.notFound("no such job"));
    }

    private HttpResponse answer(int status, JobProgress progress) {
        return HttpResponse.json(status, json.of(progress, clock.instant()));
    }
}
