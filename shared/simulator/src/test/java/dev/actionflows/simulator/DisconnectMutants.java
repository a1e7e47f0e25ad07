package dev.actionflows.simulator;

import java.util.List;

/** Mistakes by which a connection outlives its deletion. */
final class DisconnectMutants {
    private DisconnectMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a rotated token brings a deleted connection back",
                        Guarantee.DISCONNECTED,
                        "AccessTokenSource",
                        "return rotated",
                        "connections.connect(fan.projectId(), refreshed);\nreturn rotated"),
                new Mutant(
                        "disconnecting leaves the connection",
                        Guarantee.DISCONNECTED,
                        "ConnectionService",
                        "connections.disconnect(project, fan.get(), provider);",
                        ""));
    }
}
