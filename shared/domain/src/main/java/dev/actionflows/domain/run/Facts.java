package dev.actionflows.domain.run;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;

import java.util.List;
import java.util.Optional;

/**
 * What was read for a step; what it did not need, or what is gone, is empty.
 *
 * @param flowStatus of the run's flow; empty when the flow is gone
 */
public record Facts(
        Optional<FlowStatus> flowStatus,
        Optional<Project> project,
        Optional<Fan> fan,
        List<Connection> connections,
        Optional<Release> release) {
    public Facts {
        connections = List.copyOf(connections);
    }
}
