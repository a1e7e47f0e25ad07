package dev.actionflows.domain.run;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;

import java.util.List;
import java.util.Optional;

/**
 * The facts that were read for a step. A fact that is not required or does not exist is empty.
 *
 * @param flowStatus status of the run's flow; empty if the flow was deleted
 * @param conditions what applies to the fan of what conditions are about
 * @param listeners what the project's active flows listen to
 */
public record Facts(
        Optional<FlowStatus> flowStatus,
        Optional<Project> project,
        Optional<Fan> fan,
        List<Connection> connections,
        Optional<Release> release,
        Optional<Artist> artist,
        Optional<InstagramAccount> instagram,
        ConditionFacts conditions,
        Optional<ActiveFlows> listeners) {
    public Facts {
        connections = List.copyOf(connections);
    }

    /** Nothing is known. */
    static Facts none() {
        return new Facts(
                Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    /** Without an artist, an Instagram account, what conditions are about, and listeners. */
    public Facts(
            Optional<FlowStatus> flowStatus,
            Optional<Project> project,
            Optional<Fan> fan,
            List<Connection> connections,
            Optional<Release> release) {
        this(
                flowStatus,
                project,
                fan,
                connections,
                release,
                Optional.empty(),
                Optional.empty(),
                ConditionFacts.NONE,
                Optional.empty());
    }
}
