package dev.actionflows.domain.application;

import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectionService;
import dev.actionflows.domain.connect.Disconnector;
import dev.actionflows.domain.connect.FanConnector;

/** The use cases in which fans connect and disconnect streaming accounts. */
final class Connecting {
    private Connecting() {}

    static ConnectCallback callback(Ports ports, FanConnector connector) {
        return new ConnectCallback(
                ports.connectAttempts(),
                ports.projects(),
                ports.spotifySignIn(),
                ports.appleMusicSignIn(),
                connector,
                ports.vault(),
                ports.ids(),
                ports.clock());
    }

    static Disconnector disconnector(Ports ports, ConnectionService connections) {
        return new Disconnector(
                ports.projects(),
                ports.fans(),
                ports.connections(),
                connections,
                ports.vault(),
                ports.clock());
    }
}
