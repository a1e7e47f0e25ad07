package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.connect.ConnectOutcome.Ended;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A fan takes back the permission on a page of ours. */
class DisconnectorTest extends ConnectFixture {
    private Ended connected() {
        return (Ended) agree(startAttempt(query()), "ann");
    }

    private static Map<String, String> parameters(Ended ended) {
        return InMemorySpotifySignIn.query(ended.disconnectLink().orElseThrow());
    }

    private Optional<Disconnector.Link> look(Map<String, String> parameters) {
        return connect.disconnector.look(
                "spotify", name -> Optional.ofNullable(parameters.get(name)));
    }

    private Optional<Disconnector.Link> disconnect(Map<String, String> parameters) {
        return connect.disconnector.disconnect(
                "spotify", name -> Optional.ofNullable(parameters.get(name)));
    }

    @Test
    void our_page_and_a_page_of_the_project_get_the_link() {
        assertThat(connected().disconnectLink())
                .hasValueSatisfying(
                        link ->
                                assertThat(link)
                                        .startsWith(
                                                "https://flows.example.com/connect/spotify/disconnect?project="
                                                        + world.project
                                                        + "&t="));
        assertThat(((Ended) agree(startAttempt(preSave()), "bob")).location().orElseThrow())
                .contains("&disconnect=https%3A%2F%2Fflows.example.com%2Fconnect%2Fspotify%2F");
    }

    @Test
    void opening_the_link_changes_nothing() {
        Ended ended = connected();

        Disconnector.Link link = look(parameters(ended)).orElseThrow();

        assertThat(link.connected()).isTrue();
        assertThat(link.form()).isEqualTo(parameters(ended));
        assertThat(link.toString()).doesNotContain(parameters(ended).get("t"));
        assertThat(world.connections(ended.fan().orElseThrow())).hasSize(1);
    }

    @Test
    void disconnecting_deletes_the_connection_and_can_be_repeated() {
        Ended ended = connected();

        assertThat(disconnect(parameters(ended)).orElseThrow().connected()).isFalse();
        assertThat(disconnect(parameters(ended)).orElseThrow().connected()).isFalse();

        assertThat(world.connections(ended.fan().orElseThrow())).isEmpty();
        assertThat(look(parameters(ended)).orElseThrow().connected()).isFalse();
    }

    @Test
    void the_agreement_is_kept_as_evidence() {
        Ended ended = connected();
        disconnect(parameters(ended));

        Fan fan = world.fans.find(world.project, ended.fan().orElseThrow()).orElseThrow();
        assertThat(world.fans.agreements(world.project, fan)).hasSize(1);
    }

    @Test
    void a_fan_who_disconnected_can_connect_again() {
        Ended ended = connected();
        disconnect(parameters(ended));

        FanId again = fanOf(connected());

        assertThat(again).isEqualTo(ended.fan().orElseThrow());
        assertThat(world.connections(again)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"t, forged", "t, ''", "project, prj_0123456789abcdef", "project, ''"})
    void a_modified_link_is_rejected(String name, String value) {
        Ended ended = connected();
        Map<String, String> parameters = parameters(ended);
        parameters.put(name, value);

        assertThat(look(parameters)).isEmpty();
        assertThat(disconnect(parameters)).isEmpty();
        parameters.remove(name);
        assertThat(disconnect(parameters)).isEmpty();
        assertThat(world.connections(ended.fan().orElseThrow())).hasSize(1);
    }

    @Test
    void the_link_outlives_the_connection_and_then_ends() {
        Ended ended = connected();
        world.clock.advance(Duration.ofDays(189));
        assertThat(look(parameters(ended))).isPresent();
        world.clock.advance(Duration.ofDays(1));
        assertThat(look(parameters(ended))).isEmpty();
    }

    @Test
    void a_link_to_connect_does_not_disconnect() {
        Ended ended = connected();
        Map<String, String> parameters = parameters(ended);
        parameters.put("t", linkToken(ended.fan().orElseThrow()));

        assertThat(disconnect(parameters)).isEmpty();
    }

    @Test
    void the_connection_of_a_fan_merged_meanwhile_is_deleted_too() {
        FanId first = world.fan(World.FAN_NUMBER);
        Ended ended = connected();
        FanId second = ended.fan().orElseThrow();
        FanStore.Merge merge =
                FanStore.Merge.of(
                        world.fans.find(world.project, first).orElseThrow(),
                        world.fans.find(world.project, second).orElseThrow());
        ConnectionService service =
                new ConnectionService(
                        world.fans, mergingBefore(merge), world.vault, world.ports.wakeUps());

        assertThat(
                        service.disconnect(
                                world.project,
                                merge.kept().id(),
                                dev.actionflows.domain.streaming.StreamingProvider.SPOTIFY))
                .isTrue();

        assertThat(world.connections(merge.kept().id())).isEmpty();
    }

    /** The connections, where two records of the fan are merged just before a deletion. */
    private ConnectionStore mergingBefore(FanStore.Merge merge) {
        return (ConnectionStore)
                Proxy.newProxyInstance(
                        ConnectionStore.class.getClassLoader(),
                        new Class<?>[] {ConnectionStore.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("disconnect")) {
                                world.fans.merge(world.project, merge);
                            }
                            return method.invoke(world.fans, arguments);
                        });
    }
}
