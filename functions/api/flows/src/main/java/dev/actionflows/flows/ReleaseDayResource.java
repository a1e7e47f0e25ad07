package dev.actionflows.flows;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.management.ReleaseDayService;
import dev.actionflows.domain.releaseday.ReleaseDayCounts;
import dev.actionflows.domain.releaseday.ReleaseDayJob;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore.JobProgress;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/releases/{releaseId}/day}: how far a release is saved for those who pre-saved it. */
final class ReleaseDayResource {
    private static final String PATH = "/v1/releases/{releaseId}/day";

    private final ReleaseDayService days;
    private final InstantSource clock;

    ReleaseDayResource(ReleaseDayService days, InstantSource clock) {
        this.days = days;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.get(PATH, this::get), Route.post(PATH, this::saveAgain));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        ReleaseId id = PathIds.release(request);
        return HttpResponse.json(200, toJson(id, days.find(caller.project().id(), id)));
    }

    private HttpResponse saveAgain(HttpRequest request, Caller caller) {
        ReleaseId id = PathIds.release(request);
        return HttpResponse.json(
                202,
                Map.of(
                        "releaseId",
                        id.value(),
                        "jobId",
                        days.saveAgain(caller.project().id(), id).value()));
    }

    private Map<String, @Nullable Object> toJson(ReleaseId release, Optional<JobProgress> found) {
        Optional<ReleaseDayJob> job = found.map(JobProgress::job);
        ReleaseDayCounts counts = found.map(JobProgress::counts).orElse(ReleaseDayCounts.NONE);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("releaseId", release.value());
        json.put("state", job.map(it -> it.state(clock.instant()).name()).orElse("PENDING"));
        json.put("jobId", job.map(it -> it.key().job().value()).orElse(null));
        json.put("startedAt", Times.text(job.map(ReleaseDayJob::startedAt)));
        json.put("updatedAt", Times.text(found.flatMap(JobProgress::updatedAt)));
        json.put("endedAt", Times.text(job.flatMap(ReleaseDayJob::end).map(ReleaseDayJob.End::at)));
        json.put("fans", counts.fans());
        json.put("saved", counts.saved());
        json.put("erased", counts.erased());
        json.put("notSaved", notSaved(counts));
        return json;
    }

    private static Map<String, Object> notSaved(ReleaseDayCounts counts) {
        Map<String, Object> json = new LinkedHashMap<>();
        counts.notSaved()
                .forEach((Reason reason, Long count) -> json.put(reason.wireName(), count));
        return json;
    }
}
