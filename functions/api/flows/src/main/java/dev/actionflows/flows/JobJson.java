package dev.actionflows.flows;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.replay.JobEnd;
import dev.actionflows.domain.replay.JobProgress;
import dev.actionflows.domain.replay.ReplayCost;
import dev.actionflows.domain.replay.ReplayCounts;
import dev.actionflows.domain.replay.ReplayJob;
import dev.actionflows.domain.replay.ReplaySelection;
import dev.actionflows.domain.step.StepType;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * JSON representation of a job.
 *
 * @param shards the number of shards of a flow's runs
 */
record JobJson(int shards) {
    Map<String, @Nullable Object> of(JobProgress progress, Instant now) {
        ReplayJob job = progress.job();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", job.key().job().value());
        json.put("kind", job.preview() ? "replay_preview" : "replay");
        json.put("state", progress.state(now).name());
        json.put("flowId", job.selection().flow().value());
        json.put("selection", selection(job.selection()));
        json.put("createdAt", Times.text(job.createdAt()));
        json.put("updatedAt", Times.text(progress.updatedAt()));
        json.put("endedAt", Times.text(job.end().map(JobEnd::at)));
        json.put("shards", shards);
        json.put("shardsDone", progress.shardsDone());
        json.put("counts", counts(progress.counts()));
        json.put("estimate", job.preview() ? estimate(progress.counts()) : null);
        return json;
    }

    private static Map<String, @Nullable Object> selection(ReplaySelection selection) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("reason", selection.reason().map(Reason::wireName).orElse(null));
        json.put("stepType", selection.stepType().map(StepType::wireName).orElse(null));
        json.put(
                "startedFrom",
                Times.text(
                        Optional.of(selection.startedFrom())
                                .filter(from -> !from.equals(Instant.EPOCH))));
        json.put("startedUntil", Times.text(selection.startedUntil()));
        json.put("failedUntil", Times.text(selection.failedUntil()));
        return json;
    }

    private static Map<String, Object> counts(ReplayCounts counts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("examined", counts.examined());
        json.put("matching", counts.matching());
        json.put("retried", counts.retried());
        json.put("changed", counts.changed());
        json.put("inProgress", counts.inProgress());
        json.put("unreadable", counts.unreadable());
        json.put("steps", counts.steps());
        return json;
    }

    private static Map<String, @Nullable Object> estimate(ReplayCounts counts) {
        ReplayCost cost = ReplayCost.of(counts);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stateTransitions", cost.transitions());
        json.put("readUnits", cost.readUnits());
        json.put("writeUnits", cost.writeUnits());
        json.put("functionCalls", cost.functionCalls());
        json.put("usDollarsExpress", cost.usDollarsExpress());
        json.put("usDollarsStandard", cost.usDollarsStandard());
        return json;
    }
}
