package dev.actionflows.flows;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.privacy.FanEraser;
import dev.actionflows.domain.privacy.FanExport;
import dev.actionflows.domain.project.Role;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.time.InstantSource;
import java.util.List;

/** Exports everything that is stored about a fan, and erases it. */
final class FanRightsResource {
    private static final int MAX_LIMIT = 100;

    private final FanEraser eraser;
    private final FanExport export;
    private final InstantSource clock;

    FanRightsResource(FanEraser eraser, FanExport export, InstantSource clock) {
        this.eraser = eraser;
        this.export = export;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/fans/{fanId}/export", this::export).requires(Role.OPERATE),
                Route.delete("/v1/fans/{fanId}", this::erase),
                Route.get("/v1/erasures/{erasureId}", this::erasure));
    }

    /** The page is shorter when it is too large for one response. */
    private HttpResponse export(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        FanId fan = PathIds.fan(request);
        int limit = Pages.limit(request, MAX_LIMIT, MAX_LIMIT);
        while (true) {
            HttpResponse response =
                    HttpResponse.json(
                            200,
                            FanExportJson.of(
                                    export.page(
                                            project, fan, request.queryParameter("cursor"), limit),
                                    clock.instant()));
            if (response.body().length() <= Pages.MAX_CHARACTERS || limit == 1) {
                return response;
            }
            limit /= 2;
        }
    }

    private HttpResponse erase(HttpRequest request, Caller caller) {
        return HttpResponse.json(
                202, ErasureJson.of(eraser.erase(caller.project().id(), PathIds.fan(request))));
    }

    private HttpResponse erasure(HttpRequest request, Caller caller) {
        return HttpResponse.json(
                200, ErasureJson.of(eraser.find(caller.project().id(), PathIds.erasure(request))));
    }
}
