package dev.actionflows.flows;

import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureSummary;
import dev.actionflows.domain.analytics.FlowStats;
import dev.actionflows.domain.analytics.FlowStatsService;
import dev.actionflows.domain.analytics.MessageFigure;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /v1/flows/{flowId}/stats}: what a flow did, in numbers. */
final class FlowStatsResource {
    private static final List<String> HEADER =
            List.of("day", "version", "step", "type", "figure", "outcome", "reason", "count");

    private final FlowService flows;
    private final FlowStatsService stats;

    FlowStatsResource(FlowService flows, FlowStatsService stats) {
        this.flows = flows;
        this.stats = stats;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/flows/{flowId}/stats", this::get),
                Route.get("/v1/flows/{flowId}/stats.csv", this::file));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        return HttpResponse.json(200, FlowStatsJson.of(find(request, caller)));
    }

    private HttpResponse file(HttpRequest request, Caller caller) {
        FlowStats found = find(request, caller);
        Map<Integer, FlowStats.Version> versions = new HashMap<>();
        found.versions().forEach(it -> versions.put(it.number(), it));
        CsvText text = new CsvText().line(HEADER);
        found.days()
                .forEach(it -> lines(text, it, Optional.ofNullable(versions.get(it.version()))));
        return HttpResponse.of(200, CsvText.mediaType(true), text.toString());
    }

    private FlowStats find(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        FlowId flow = flows.get(project, PathIds.flow(request)).id();
        return stats.stats(project, flow, day(request, "from"), day(request, "to"));
    }

    private static Optional<LocalDate> day(HttpRequest request, String parameter) {
        return request.queryParameter(parameter)
                .map(
                        text ->
                                Times.parseDay(text)
                                        .orElseThrow(
                                                () ->
                                                        ProblemException.invalid(
                                                                "/" + parameter,
                                                                "must be a day from the year 1000"
                                                                        + " to 2999, such as"
                                                                        + " 2026-12-04")));
    }

    private static void lines(
            CsvText text, FlowStats.VersionDay day, Optional<FlowStats.Version> version) {
        FigureSummary figures = day.figures();
        figures.figures().entrySet().stream()
                .sorted(Comparator.comparing(it -> it.getKey().text()))
                .forEach(it -> text.line(cells(day, version, it.getKey(), it.getValue())));
    }

    private static List<String> cells(
            FlowStats.VersionDay day,
            Optional<FlowStats.Version> version,
            Figure figure,
            long count) {
        List<String> of =
                switch (figure) {
                    case Figure.Runs(String state) -> List.of("", "", "runs", state, "");
                    case Figure.Steps(int step, String outcome, String reason) ->
                            List.of(
                                    String.valueOf(step),
                                    type(version, step),
                                    "steps",
                                    outcome,
                                    reason);
                    case Figure.Messages(int step, MessageFigure what) ->
                            List.of(
                                    String.valueOf(step),
                                    type(version, step),
                                    what.wireName(),
                                    "",
                                    "");
                };
        return Stream.of(
                        List.of(day.day().toString(), String.valueOf(day.version())),
                        of,
                        List.of(String.valueOf(count)))
                .flatMap(List::stream)
                .toList();
    }

    private static String type(Optional<FlowStats.Version> version, int step) {
        return version.flatMap(it -> it.typeOf(step)).orElse("");
    }
}
