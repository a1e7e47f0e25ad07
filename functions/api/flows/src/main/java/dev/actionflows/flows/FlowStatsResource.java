package dev.actionflows.flows;

import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureSummary;
import dev.actionflows.domain.analytics.FlowStats;
import dev.actionflows.domain.analytics.FlowStatsService;
import dev.actionflows.domain.analytics.MessageFigure;
import dev.actionflows.domain.analytics.Trial;
import dev.actionflows.domain.analytics.TrialFigure;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /v1/flows/{flowId}/stats}: what a flow did, in numbers. */
final class FlowStatsResource {
    /** Of a file in ASCII; a Lambda function returns 6 MB at most. */
    private static final int MAX_FILE = 4_000_000;

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
        String file = text.toString();
        if (file.length() > MAX_FILE) {
            throw ProblemException.invalid(
                    "/from", "must be later: the file would be larger than 4 MB");
        }
        return HttpResponse.of(200, CsvText.mediaType(true), file);
    }

    private FlowStats find(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        FlowId flow = flows.get(project, PathIds.flow(request)).id();
        List<Violation> violations = new ArrayList<>();
        Optional<LocalDate> from = QueryParameters.day(request, "from", violations);
        Optional<LocalDate> to = QueryParameters.day(request, "to", violations);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return stats.stats(project, flow, from, to);
    }

    private static void lines(
            CsvText text, FlowStats.VersionDay day, Optional<FlowStats.Version> version) {
        FigureSummary figures = day.figures();
        figures.figures().entrySet().stream()
                .sorted(
                        Comparator.comparingInt((Map.Entry<Figure, Long> it) -> stepOf(it.getKey()))
                                .thenComparing(it -> it.getKey().text()))
                .forEach(it -> text.line(cells(day, version, it.getKey(), it.getValue())));
    }

    /** Runs come first. */
    private static int stepOf(Figure figure) {
        return switch (figure) {
            case Figure.Runs _ -> -1;
            case Figure.Steps steps -> steps.step();
            case Figure.Messages messages -> messages.step();
            case Figure.Trials trials -> trials.trial().step().orElse(-1);
        };
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
                    case Figure.Trials(Trial trial, String arm, TrialFigure what) ->
                            List.of(
                                    trial.step().map(String::valueOf).orElse(""),
                                    trial.step().map(step -> type(version, step)).orElse(""),
                                    "trial_" + what.wireName(),
                                    arm,
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
