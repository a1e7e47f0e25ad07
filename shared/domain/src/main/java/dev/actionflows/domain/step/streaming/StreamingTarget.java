package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.StepContext;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The fan for whom something is done at a streaming service.
 *
 * @param connections all connections of the fan
 * @param deadline until when it has to be done
 */
public record StreamingTarget(
        Project project, FanId id, List<Connection> connections, Instant now, Deadline deadline) {
    public StreamingTarget {
        connections = List.copyOf(connections);
    }

    /** The fan of a step; facts needed: project and connections. */
    static StreamingTarget of(StepContext context) {
        return new StreamingTarget(
                context.project(),
                context.fanId(),
                context.connections(),
                context.now(),
                context.deadline());
    }

    ProjectId projectId() {
        return project.id();
    }

    /** The time by now, as opposed to {@link #now}, when the attempt began. */
    Instant clockTime() {
        return deadline.clock().instant();
    }

    /** The maximum duration of a call that begins now. */
    Duration timeLeft() {
        return deadline.left();
    }
}
