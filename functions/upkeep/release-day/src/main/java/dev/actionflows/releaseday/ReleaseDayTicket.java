package dev.actionflows.releaseday;

import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.releaseday.ReleaseDayKey;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/** What {@code statemachines/release-day.asl.json} requests about a job. */
sealed interface ReleaseDayTicket {
    ReleaseDayKey job();

    /** Makes it the job of its release. */
    record Begin(ReleaseDayKey job, Instant startedAt) implements ReleaseDayTicket {}

    /** Deals with fans of a shard. */
    record Save(ReleaseDayKey job, int shard) implements ReleaseDayTicket {}

    /** Ends it. */
    record Finish(ReleaseDayKey job) implements ReleaseDayTicket {}

    /**
     * @throws IllegalArgumentException when something is missing or wrong; the message names it
     */
    static ReleaseDayTicket decode(Map<String, ? extends @Nullable Object> payload) {
        ReleaseDayKey job =
                new ReleaseDayKey(
                        new ProjectId(text(payload, "projectId")),
                        new ReleaseId(text(payload, "releaseId")),
                        new JobId(text(payload, "jobId")));
        if (Boolean.TRUE.equals(payload.get("begin"))) {
            return new Begin(job, Instant.ofEpochMilli(number(payload, "startedAt")));
        }
        return payload.get("shard") == null
                ? new Finish(job)
                : new Save(job, Math.toIntExact(number(payload, "shard")));
    }

    private static long number(Map<?, ?> fields, String name) {
        if (fields.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("the ticket's %s is no number".formatted(name));
    }

    private static String text(Map<?, ?> fields, String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("the ticket has no " + name);
    }
}
