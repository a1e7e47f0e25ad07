package dev.actionflows.replayer;

import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.replay.JobKey;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;

/**
 * What {@code statemachines/replay.asl.json} requests.
 *
 * @param shard the shard to process; empty: the job is to be ended
 */
record ReplayTicket(JobKey job, Optional<Integer> shard) {
    /**
     * @throws IllegalArgumentException when something is missing; the message names it
     */
    static ReplayTicket decode(Map<String, ? extends @Nullable Object> payload) {
        return new ReplayTicket(
                new JobKey(
                        new ProjectId(text(payload, "projectId")),
                        new JobId(text(payload, "jobId"))),
                Optional.ofNullable(payload.get("shard")).map(ReplayTicket::number));
    }

    private static String text(Map<?, ?> fields, String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("the ticket has no " + name);
    }

    private static int number(Object value) {
        if (value instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalArgumentException("the ticket's shard is no number");
    }
}
