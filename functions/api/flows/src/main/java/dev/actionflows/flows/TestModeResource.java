package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.flow.TestMode;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.management.TestModeService;
import dev.actionflows.domain.project.Role;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/flows/{flowId}/test-mode}: runs an inactive flow for selected fans only. */
final class TestModeResource {
    private static final String PATH = "/v1/flows/{flowId}/test-mode";
    private static final int MAX_HOURS = (int) TestModeService.MAX_LENGTH.toHours();

    private final TestModeService tests;

    TestModeResource(TestModeService tests) {
        this.tests = tests;
    }

    List<Route> routes() {
        return List.of(
                Route.put(PATH, this::put).requires(Role.EDIT),
                Route.get(PATH, this::get),
                Route.delete(PATH, this::delete).requires(Role.EDIT));
    }

    private record TestRequest(List<FanId> fans, Duration length) {}

    private HttpResponse put(HttpRequest request, Caller caller) {
        FlowId flow = PathIds.flow(request);
        TestRequest test = Bodies.decode(request, TestModeResource::decode);
        return HttpResponse.json(
                200, toJson(tests.start(caller.project().id(), flow, test.fans(), test.length())));
    }

    private static Optional<TestRequest> decode(Fields fields) {
        List<FanId> fans =
                fields.requiredList(
                        "fanIds",
                        TestModeService.MAX_FANS,
                        FanId::parse,
                        "the id of a fan, such as fan_…");
        Optional<Integer> hours =
                fields.has("hours")
                        ? fields.requiredNumber("hours", 1, MAX_HOURS)
                        : Optional.of((int) TestModeService.DEFAULT_LENGTH.toHours());
        return hours.map(it -> new TestRequest(fans, Duration.ofHours(it)));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        return HttpResponse.json(
                200, toJson(tests.get(caller.project().id(), PathIds.flow(request))));
    }

    private HttpResponse delete(HttpRequest request, Caller caller) {
        tests.end(caller.project().id(), PathIds.flow(request));
        return HttpResponse.noContent();
    }

    /** Used inside a flow's JSON and on its own. */
    static Map<String, Object> toJson(TestMode test) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fanIds", test.fans().stream().map(FanId::value).toList());
        json.put("until", Times.text(test.until()));
        return json;
    }
}
