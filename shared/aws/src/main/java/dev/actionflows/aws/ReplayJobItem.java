package dev.actionflows.aws;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.replay.JobEnd;
import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.JobState;
import dev.actionflows.domain.replay.PlannedPage;
import dev.actionflows.domain.replay.PlannedRetry;
import dev.actionflows.domain.replay.ReplayCounts;
import dev.actionflows.domain.replay.ReplayJob;
import dev.actionflows.domain.replay.ReplaySelection;
import dev.actionflows.domain.replay.ShardProgress;
import dev.actionflows.domain.step.StepType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Maps a job, and its progress in each shard, to items of one partition. */
final class ReplayJobItem {
    static final String STATE = "state";
    static final String ENDED_AT = "endedAt";
    static final String REVISION = "revision";

    private static final String NEXT = "next";
    private static final String COUNTS = "counts";

    private ReplayJobItem() {}

    static Item encode(ReplayJob job) {
        ReplaySelection selection = job.selection();
        Item item =
                Item.at(JobKeys.job(job.key()))
                        .put("preview", job.preview())
                        .put("flow", selection.flow().value())
                        .put("startedFrom", selection.startedFrom())
                        .put("startedUntil", selection.startedUntil())
                        .put("failedUntil", selection.failedUntil())
                        .put("createdAt", job.createdAt())
                        .put(Table.EXPIRES_AT, expiresAt(job));
        selection.reason().ifPresent(reason -> item.put("reason", reason.wireName()));
        selection.stepType().ifPresent(type -> item.put("stepType", type.wireName()));
        job.end().ifPresent(end -> item.put(STATE, end.state().name()).put(ENDED_AT, end.at()));
        return item;
    }

    private static long expiresAt(ReplayJob job) {
        return job.createdAt().plus(ReplayJob.KEPT).getEpochSecond();
    }

    static ReplayJob decode(JobKey key, Item item) {
        return new ReplayJob(
                key,
                item.flag("preview"),
                new ReplaySelection(
                        new FlowId(item.text("flow")),
                        item.optionalText("reason").map(Reason::ofWireName),
                        item.optionalText("stepType")
                                .map(name -> StepType.ofWireName(name).orElseThrow()),
                        item.time("startedFrom"),
                        item.time("startedUntil"),
                        item.time("failedUntil")),
                item.time("createdAt"),
                decodeEnd(item));
    }

    static Optional<JobEnd> decodeEnd(Item item) {
        return item.optionalText(STATE)
                .map(state -> new JobEnd(JobState.valueOf(state), item.time(ENDED_AT)));
    }

    static Item encode(ReplayJob job, ShardProgress progress) {
        Item item =
                Item.at(JobKeys.shard(job.key(), progress.shard()))
                        .put("shard", progress.shard())
                        .put(REVISION, progress.revision())
                        .put("done", progress.done())
                        .put(COUNTS, encode(progress.counts()))
                        .put("updatedAt", progress.updatedAt())
                        .put(Table.EXPIRES_AT, expiresAt(job));
        progress.cursor().ifPresent(cursor -> item.put("cursor", cursor));
        progress.plan().ifPresent(plan -> item.put("plan", encode(plan)));
        return item;
    }

    static ShardProgress decodeShard(Item item) {
        return new ShardProgress(
                item.smallNumber("shard"),
                item.number(REVISION),
                item.optionalText("cursor"),
                item.flag("done"),
                decodeCounts(item.map(COUNTS)),
                item.optionalMap("plan").map(ReplayJobItem::decodePlan),
                item.time("updatedAt"));
    }

    private static Item encode(ReplayCounts counts) {
        return Item.map()
                .put("examined", counts.examined())
                .put("unreadable", counts.unreadable())
                .put("inProgress", counts.inProgress())
                .put("matching", counts.matching())
                .put("retried", counts.retried())
                .put("changed", counts.changed())
                .put("steps", counts.steps());
    }

    private static ReplayCounts decodeCounts(Item map) {
        return new ReplayCounts(
                map.number("examined"),
                map.number("unreadable"),
                map.number("inProgress"),
                map.number("matching"),
                map.number("retried"),
                map.number("changed"),
                map.number("steps"));
    }

    private static Item encode(PlannedPage plan) {
        Item map =
                Item.map()
                        .put(COUNTS, encode(plan.counts()))
                        .putTexts(
                                "retries",
                                plan.retries().stream().map(ReplayJobItem::encode).toList());
        plan.next().ifPresent(next -> map.put(NEXT, next));
        return map;
    }

    private static PlannedPage decodePlan(Item map) {
        return new PlannedPage(
                map.optionalText(NEXT),
                decodeCounts(map.map(COUNTS)),
                map.texts("retries").stream().map(ReplayJobItem::decodeRetry).toList());
    }

    /** Short, because a page has a hundred: the run, and the index and mark of each failure. */
    private static String encode(PlannedRetry retry) {
        StringBuilder text = new StringBuilder(retry.run().value());
        retry.failures()
                .forEach(it -> text.append('#').append(it.step()).append(':').append(it.mark()));
        return text.toString();
    }

    private static PlannedRetry decodeRetry(String text) {
        List<String> parts = Arrays.asList(text.split("#", -1));
        List<PlannedRetry.Failure> failures = new ArrayList<>();
        for (String failure : parts.subList(1, parts.size())) {
            int colon = failure.indexOf(':');
            failures.add(
                    new PlannedRetry.Failure(
                            Integer.parseInt(failure.substring(0, colon)),
                            Integer.parseInt(failure.substring(colon + 1))));
        }
        return new PlannedRetry(new RunId(parts.getFirst()), failures);
    }
}
