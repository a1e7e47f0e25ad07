package dev.actionflows.flows;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureSummary;
import dev.actionflows.domain.analytics.FlowStats;
import dev.actionflows.domain.analytics.MessageFigure;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.StepOutcome;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** JSON representation of what a flow did. */
final class FlowStatsJson {
    private FlowStatsJson() {}

    static Map<String, @Nullable Object> of(FlowStats stats) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("flowId", stats.flow().value());
        json.put("from", stats.period().map(it -> it.from().toString()).orElse(null));
        json.put("to", stats.period().map(it -> it.to().toString()).orElse(null));
        json.put("runs", runs(stats.total()));
        json.put("messages", messages(stats.total()));
        json.put("versions", stats.versions().stream().map(FlowStatsJson::of).toList());
        json.put(
                "days",
                stats.byDay().entrySet().stream()
                        .map(it -> of(it.getKey(), it.getValue()))
                        .toList());
        return json;
    }

    private static Map<String, Object> of(FlowStats.Version version) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", version.number());
        json.put("runs", runs(version.figures()));
        Map<Integer, FigureSummary> steps = version.figures().byStep();
        int known = version.steps().size();
        int last = steps.keySet().stream().mapToInt(it -> it + 1).max().orElse(0);
        json.put(
                "steps",
                IntStream.range(0, Math.max(known, last))
                        .mapToObj(
                                step ->
                                        of(
                                                step,
                                                version,
                                                steps.getOrDefault(step, FigureSummary.NONE)))
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> of(
            int step, FlowStats.Version version, FigureSummary figures) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("index", step);
        json.put("type", version.typeOf(step).orElse(null));
        for (String outcome : StepOutcome.WIRE_NAMES) {
            json.put(nameOf(outcome), figures.steps(outcome));
        }
        json.put(
                "outcomes",
                figures.outcomes().entrySet().stream()
                        .map(it -> of(it.getKey(), it.getValue()))
                        .toList());
        json.put("messages", messages(figures));
        return json;
    }

    private static String nameOf(String outcome) {
        return outcome.equals("HELD_OUT") ? "heldOut" : outcome.toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> of(FigureSummary.Outcome outcome, long count) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("outcome", outcome.outcome());
        json.put("reason", outcome.reason());
        json.put("count", count);
        return json;
    }

    private static Map<String, Object> of(LocalDate day, FigureSummary figures) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("day", day.toString());
        json.put("runs", runs(figures));
        json.put("messages", messages(figures));
        return json;
    }

    private static Map<String, Object> runs(FigureSummary figures) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("started", figures.runs(Figure.STARTED));
        for (RunStatus status : RunStatus.values()) {
            json.put(status.name().toLowerCase(Locale.ROOT), figures.runs(status.name()));
        }
        return json;
    }

    private static Map<String, Object> messages(FigureSummary figures) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sent", figures.messages(MessageFigure.SENT));
        json.put("delivered", figures.steps("COMPLETED", Reason.DELIVERED.wireName()));
        json.put("opened", figures.messages(MessageFigure.OPENED));
        json.put("clicked", figures.messages(MessageFigure.CLICKED));
        json.put("credits", figures.messages(MessageFigure.CREDITS));
        return json;
    }
}
