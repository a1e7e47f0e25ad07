package dev.actionflows.flows;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.intake.NoRun;
import dev.actionflows.domain.rehearsal.Effect;
import dev.actionflows.domain.rehearsal.Rehearsal;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What would happen, as callers see it. */
final class RehearsalJson {
    private RehearsalJson() {}

    static Map<String, @Nullable Object> of(Flow flow, Rehearsal rehearsal) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("at", Times.text(rehearsal.at()));
        json.put("flowVersion", flow.version());
        json.put("starts", rehearsal.obstacles().isEmpty());
        json.put("flowStatus", flow.status().name());
        json.put("listeningFlowId", rehearsal.owner().map(FlowId::value).orElse(null));
        List<String> reasons = rehearsal.obstacles().stream().map(NoRun::wireName).toList();
        json.put("reason", reasons.isEmpty() ? null : reasons.getFirst());
        json.put("reasons", reasons);
        json.put("runId", rehearsal.refusedBy().map(RunId::value).orElse(null));
        json.put("credits", rehearsal.credits());
        json.put(
                "steps",
                IntStream.range(0, rehearsal.steps().size())
                        .mapToObj(index -> step(index, rehearsal.steps().get(index)))
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> step(int index, Rehearsal.PlayedStep played) {
        RunStep step = played.step();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("index", index);
        json.put("type", step.type().wireName());
        json.put("outcome", step.outcome().map(StepOutcome::wireName).orElse(null));
        json.put("reason", step.outcome().map(it -> it.reason().wireName()).orElse(null));
        json.put("effects", played.effects().stream().map(RehearsalJson::effect).toList());
        step.waiting().ifPresent(wait -> json.put("waitingUntil", Times.text(wait.until())));
        return json;
    }

    private static Map<String, Object> effect(Effect effect) {
        Map<String, Object> json = new LinkedHashMap<>();
        switch (effect) {
            case Effect.Text(String body, int credits) -> {
                json.put("type", "text");
                json.put("text", body);
                json.put("credits", credits);
            }
            case Effect.Streaming(
                            StreamingProvider provider,
                            StreamingOperation operation,
                            String id) -> {
                json.put("type", "streaming");
                json.put("provider", provider.wireName());
                json.put("operation", operation.name().toLowerCase(Locale.ROOT));
                json.put("id", id);
            }
            case Effect.PreSave(ReleaseId release) -> {
                json.put("type", "pre_save");
                json.put("releaseId", release.value());
            }
            case Effect.Membership(SegmentId segment) -> {
                json.put("type", "membership");
                json.put("segmentId", segment.value());
            }
        }
        return json;
    }
}
