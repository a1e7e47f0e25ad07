package dev.actionflows.flows;

import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.visit.RunVisits;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** JSON representation of a run and its steps. */
final class RunJson {
    private RunJson() {}

    static Map<String, @Nullable Object> of(Run run) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", run.key().run().value());
        json.put("flowId", run.flow().value());
        json.put("flowVersion", run.flowVersion());
        json.put("fanId", run.fan().value());
        json.put("event", EventResultJson.event(run.event()));
        json.put("test", run.test());
        json.put("status", run.status().name());
        json.put("startedAt", Times.text(run.startedAt()));
        json.put("endedAt", Times.text(run.endedAt()));
        json.put("steps", steps(run.steps()));
        return json;
    }

    /** Who followed the links in the messages of a run. */
    static List<Map<String, @Nullable Object>> links(List<RunVisits.OfStep> links) {
        return links.stream().map(RunJson::link).toList();
    }

    private static Map<String, @Nullable Object> link(RunVisits.OfStep link) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("step", link.step());
        json.put("openings", link.visits().openings());
        json.put("firstOpenedAt", Times.text(link.visits().firstOpenedAt()));
        json.put("clicks", link.visits().clicks());
        json.put("firstClickedAt", Times.text(link.visits().firstClickedAt()));
        return json;
    }

    private static List<Map<String, @Nullable Object>> steps(List<RunStep> steps) {
        return IntStream.range(0, steps.size())
                .mapToObj(index -> step(index, steps.get(index)))
                .toList();
    }

    /** How a step has ended so far. */
    static Map<String, @Nullable Object> outcome(int index, RunStep step) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("index", index);
        json.put("type", step.type().wireName());
        json.put("outcome", step.outcome().map(StepOutcome::wireName).orElse(null));
        json.put("reason", step.outcome().map(it -> it.reason().wireName()).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> step(int index, RunStep step) {
        Map<String, @Nullable Object> json = outcome(index, step);
        json.put("startedAt", Times.text(step.startedAt()));
        json.put("endedAt", Times.text(step.endedAt()));
        json.put("attempts", step.attempts());
        step.permit().ifPresent(permit -> json.put("permittedBy", SendPermitJson.of(permit)));
        step.waiting().ifPresent(wait -> json.put("waitingUntil", Times.text(wait.until())));
        return json;
    }
}
