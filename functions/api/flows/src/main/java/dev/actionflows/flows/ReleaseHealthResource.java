package dev.actionflows.flows;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.health.ReleaseForecast;
import dev.actionflows.domain.health.ReleaseForecaster;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /v1/releases/{releaseId}/health}: for whom a release is going to be saved on its day. */
final class ReleaseHealthResource {
    private static final String PATH = "/v1/releases/{releaseId}/health";

    private final ReleaseForecaster forecaster;

    ReleaseHealthResource(ReleaseForecaster forecaster) {
        this.forecaster = forecaster;
    }

    List<Route> routes() {
        return List.of(Route.get(PATH, this::get));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        ReleaseId id = PathIds.release(request);
        return HttpResponse.json(200, toJson(id, forecaster.forecast(caller.project(), id)));
    }

    private static Map<String, Object> toJson(ReleaseId release, ReleaseForecast forecast) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("releaseId", release.value());
        json.put("at", Times.text(forecast.at()));
        json.put("complete", forecast.isWhole());
        json.put("fans", forecast.fans());
        json.put("saved", forecast.saved());
        json.put("erased", forecast.erased());
        json.put("expiring", forecast.expiring());
        json.put("notSaved", notSaved(forecast));
        return json;
    }

    private static Map<String, Object> notSaved(ReleaseForecast forecast) {
        Map<String, Object> json = new LinkedHashMap<>();
        forecast.notSaved()
                .forEach((Reason reason, Long count) -> json.put(reason.wireName(), count));
        return json;
    }
}
