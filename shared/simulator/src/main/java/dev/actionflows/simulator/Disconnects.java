package dev.actionflows.simulator;

import dev.actionflows.domain.connect.Disconnector;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Fans who disconnect, with the link that they got after connecting or by asking the label: often
 * while a service is being asked with the connection.
 */
final class Disconnects {
    private static final int TRIES = 4;

    private final Deployment deployment;
    private final Kernel kernel;
    private final Map<FanId, String> links = new HashMap<>();

    Disconnects(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
    }

    /** A page showed this link after connecting. Scanners open it, too. */
    void linked(FanId fan, String link) {
        links.put(fan, link);
        deployment.lambda.invoke(
                "streaming-connect",
                "scan of " + fan,
                () ->
                        requireLink(
                                deployment
                                        .application
                                        .disconnector()
                                        .look("spotify", parameters(link))),
                () -> {},
                () -> {});
    }

    /** A service is asked with this token; the fan may disconnect at the same time. */
    void mayDisconnect(String token, Chance chance) {
        if (chance.of("disconnects").hits(0.08)) {
            deployment
                    .disconnectCheck
                    .owner(token)
                    .ifPresent(
                            fan ->
                                    kernel.after(
                                            chance.of("disconnects after").between(0, 1_500),
                                            () -> disconnect(fan, TRIES)));
        }
    }

    private void disconnect(FanId fan, int tries) {
        String link = links.get(fan);
        int connects = deployment.disconnectCheck.connects();
        List<FanId> ids = idsOf(fan);
        deployment.lambda.invoke(
                link == null ? "flows" : "streaming-connect",
                "disconnect " + fan,
                () -> {
                    if (link == null) {
                        deployment
                                .application
                                .management()
                                .fans()
                                .disconnect(SampleProject.ID, fan, StreamingProvider.SPOTIFY);
                    } else {
                        requireLink(
                                deployment
                                        .application
                                        .disconnector()
                                        .disconnect("spotify", parameters(link)));
                    }
                },
                () -> checkDeleted(fan, connects, ids),
                () -> {
                    if (tries > 1) {
                        kernel.after(Duration.ofSeconds(5), () -> disconnect(fan, tries - 1));
                    }
                });
    }

    private List<FanId> idsOf(FanId fan) {
        // empty if the fan was erased meanwhile
        return deployment.memory.fans.find(SampleProject.ID, fan).map(Fan::ids).orElse(List.of());
    }

    /**
     * Unless some fan has connected meanwhile, the connection is gone. A record that was merged
     * into this one meanwhile may have brought its own too late to be seen.
     *
     * @param ids of the fan when the disconnection began
     */
    private void checkDeleted(FanId id, int connects, List<FanId> ids) {
        Optional<Fan> fan = deployment.memory.fans.find(SampleProject.ID, id);
        if (deployment.disconnectCheck.connects() == connects
                && fan.stream()
                        .flatMap(
                                it ->
                                        deployment
                                                .memory
                                                .fans
                                                .connections(SampleProject.ID, it)
                                                .stream())
                        .anyMatch(it -> ids.contains(it.fan()))) {
            deployment.violations.add(
                    Guarantee.DISCONNECTED, "a connection outlived its deletion: " + id);
        }
        deployment.played.add("disconnection");
    }

    private static Function<String, Optional<String>> parameters(String link) {
        Map<String, String> query = InMemorySpotifySignIn.query(link);
        return name -> Optional.ofNullable(query.get(name));
    }

    private static void requireLink(Optional<Disconnector.Link> link) {
        if (link.isEmpty()) {
            throw new IllegalStateException("the link to disconnect is invalid");
        }
    }
}
