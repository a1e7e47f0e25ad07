package dev.actionflows.flows;

import dev.actionflows.domain.dryrun.DryRun;
import dev.actionflows.domain.dryrun.PlannedEffect;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.run.RunStep;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** JSON representation of a dry run's planned effects. */
final class DryRunJson {
    private DryRunJson() {}

    static Map<String, @Nullable Object> of(Flow flow, DryRun dryRun) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("at", Times.text(dryRun.at()));
        json.put("flowVersion", flow.version());
        json.put("starts", dryRun.obstacles().isEmpty());
        json.put("flowStatus", flow.status().name());
        json.put("listeningFlowId", dryRun.owner().map(FlowId::value).orElse(null));
        List<String> reasons = dryRun.obstacles().stream().map(NotStartedReason::wireName).toList();
        json.put("reason", reasons.isEmpty() ? null : reasons.getFirst());
        json.put("reasons", reasons);
        json.put("runId", dryRun.refusedBy().map(RunId::value).orElse(null));
        json.put("credits", dryRun.credits());
        json.put(
                "steps",
                IntStream.range(0, dryRun.steps().size())
                        .mapToObj(index -> step(index, dryRun.steps().get(index)))
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> step(int index, DryRun.PlayedStep played) {
        RunStep step = played.step();
        Map<String, @Nullable Object> json = RunJson.outcome(index, step);
        json.put("effects", played.effects().stream().map(PlannedEffect::toDocument).toList());
        step.waiting().ifPresent(wait -> json.put("waitingUntil", Times.text(wait.until())));
        return json;
    }
}
