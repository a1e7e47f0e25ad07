package dev.actionflows.domain.application;

import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectRateLimits;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.ConnectionService;
import dev.actionflows.domain.connect.Disconnector;
import dev.actionflows.domain.connect.FanActions;
import dev.actionflows.domain.connect.FanConnector;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.step.registry.StepActions;

/** The use cases in which fans connect and disconnect streaming accounts. */
final class Connecting {
    private Connecting() {}

    static ConnectStart start(Ports ports, RateLimiter rateLimiter) {
        return new ConnectStart(
                ports.projects(),
                ports.catalog(),
                ports.fans(),
                ports.connections(),
                ports.connectAttempts(),
                ports.spotifySignIn(),
                ports.appleMusicSignIn(),
                ports.vault(),
                new ConnectRateLimits(rateLimiter, ports.vault()),
                ports.ids(),
                ports.clock());
    }

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

    static FanActions fanActions(Ports ports, StepActions steps) {
        return new FanActions(
                steps.streaming(),
                ports.fans(),
                ports.connections(),
                ports.catalog(),
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
