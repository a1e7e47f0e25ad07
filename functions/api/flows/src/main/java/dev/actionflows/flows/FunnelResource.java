package dev.actionflows.flows;

import dev.actionflows.domain.analytics.ActionHistory;
import dev.actionflows.domain.analytics.Funnel;
import dev.actionflows.domain.analytics.FunnelScope;
import dev.actionflows.domain.analytics.FunnelStore;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code /v1/projects/{projectId}/funnel} and {@code /v1/releases/{releaseId}/stats}: how far fans
 * have come, in a project and with a release.
 */
final class FunnelResource {
    private final FunnelStore funnels;
    private final Catalog catalog;

    FunnelResource(FunnelStore funnels, Catalog catalog) {
        this.funnels = funnels;
        this.catalog = catalog;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/projects/{projectId}/funnel", this::ofProject),
                Route.get("/v1/projects/{projectId}/funnel.csv", this::fileOfProject),
                Route.get("/v1/releases/{releaseId}/stats", this::ofRelease),
                Route.get("/v1/releases/{releaseId}/stats.csv", this::fileOfRelease));
    }

    private HttpResponse ofProject(HttpRequest request, Caller caller) {
        FunnelScope scope = projectScope(request, caller);
        return json("projectId", scope.project().value(), funnel(scope));
    }

    private HttpResponse fileOfProject(HttpRequest request, Caller caller) {
        return file(funnel(projectScope(request, caller)));
    }

    private HttpResponse ofRelease(HttpRequest request, Caller caller) {
        ReleaseId release = existing(request, caller);
        return json("releaseId", release.value(), funnel(scope(caller, release)));
    }

    private HttpResponse fileOfRelease(HttpRequest request, Caller caller) {
        return file(funnel(scope(caller, existing(request, caller))));
    }

    /** Only of the key's own project. */
    private static FunnelScope projectScope(HttpRequest request, Caller caller) {
        // the caller must be a developer
        caller.project();
        return new FunnelScope(caller.projectIn(request), Optional.empty());
    }

    private static FunnelScope scope(Caller caller, ReleaseId release) {
        return new FunnelScope(caller.project().id(), Optional.of(release));
    }

    private ReleaseId existing(HttpRequest request, Caller caller) {
        ReleaseId id = PathIds.release(request);
        if (catalog.findRelease(caller.project().id(), id).isEmpty()) {
            throw ProblemException.notFound("no such release: " + id);
        }
        return id;
    }

    private Funnel funnel(FunnelScope scope) {
        return new Funnel(funnels.stages(scope));
    }

    private static HttpResponse json(String name, String id, Funnel funnel) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(name, id);
        json.put(
                "actions",
                IntStream.rangeClosed(1, ActionHistory.MAX_ACTIONS)
                        .mapToObj(it -> Map.of("atLeast", it, "fans", funnel.acted(it)))
                        .toList());
        json.put("returned", funnel.returned());
        json.put(
                "did",
                funnel.did().entrySet().stream()
                        .map(it -> Map.of("type", it.getKey(), "fans", it.getValue()))
                        .toList());
        return HttpResponse.json(200, json);
    }

    private static HttpResponse file(Funnel funnel) {
        CsvText text = new CsvText().line("stage", "fans");
        for (int actions = 1; actions <= ActionHistory.MAX_ACTIONS; actions++) {
            text.line("actions_" + actions, String.valueOf(funnel.acted(actions)));
        }
        text.line("returned", String.valueOf(funnel.returned()));
        funnel.did().forEach((type, fans) -> text.line(type, String.valueOf(fans)));
        return HttpResponse.of(200, CsvText.mediaType(true), text.toString());
    }
}
