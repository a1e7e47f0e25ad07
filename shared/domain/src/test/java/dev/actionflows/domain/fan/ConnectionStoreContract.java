package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.Set;

/** What every {@link FanStore} does with connections. */
public abstract class ConnectionStoreContract extends FanFixture {
    protected ConnectionStoreContract(Stores stores) {
        super(stores);
    }

    @Test
    void connections_are_found_as_they_were_stored_one_a_provider() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection apple = Samples.connection(fan.id(), StreamingProvider.APPLE_MUSIC).doubted(NOW);
        Connection spotify =
                Samples.connection(fan.id(), StreamingProvider.SPOTIFY).confirmedEnded();
        connections.connect(project, apple);
        connections.connect(project, spotify);

        assertThat(connections.connections(project, fan)).containsExactly(spotify, apple);
        assertThat(connections.connections(project, Samples.fan(Samples.fanId()))).isEmpty();
        assertThat(connections.connections(Samples.projectId(), fan)).isEmpty();
    }

    @Test
    void a_connection_without_scopes_is_kept_so() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection =
                new Connection(
                        fan.id(),
                        StreamingProvider.APPLE_MUSIC,
                        Samples.sealed(),
                        Set.of(),
                        NOW,
                        Optional.empty(),
                        false);
        connections.connect(project, connection);

        assertThat(connections.connections(project, fan)).containsExactly(connection);
    }

    @Test
    void a_fresh_authorization_takes_the_place_of_the_one_before() {
        Fan fan = Samples.fan(Samples.fanId());
        connections.connect(
                project, Samples.connection(fan.id(), StreamingProvider.SPOTIFY).confirmedEnded());
        Connection fresh = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);

        connections.connect(project, fresh);

        assertThat(connections.connections(project, fan)).containsExactly(fresh);
    }

    @Test
    void a_connection_is_replaced_as_it_was_read() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        connections.connect(project, connection);
        Connection renewed = connection.withUserToken(Samples.sealed());

        connections.replace(project, connection, renewed);

        assertThat(connections.connections(project, fan)).containsExactly(renewed);
    }

    @Test
    void a_connection_that_the_fan_has_renewed_in_between_is_not_replaced() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection old = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        Connection fresh = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        connections.connect(project, fresh);

        connections.replace(project, old, old.confirmedEnded());

        assertThat(connections.connections(project, fan)).containsExactly(fresh);
    }

    @Test
    void a_connection_that_is_gone_is_not_brought_back() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);

        connections.replace(project, connection, connection.confirmedEnded());

        assertThat(connections.connections(project, fan)).isEmpty();
    }

    @Test
    void what_is_connected_under_any_id_of_a_person_is_the_persons() {
        Fan one = created(phone);
        Fan other = created(Samples.email(), NOW.plusSeconds(1));
        Connection apple = Samples.connection(other.id(), StreamingProvider.APPLE_MUSIC);
        Connection spotify = Samples.connection(one.id(), StreamingProvider.SPOTIFY);
        connections.connect(project, apple);
        connections.connect(project, spotify);
        FanStore.Merge merge = FanStore.Merge.of(one, other);
        fans.merge(project, merge);

        assertThat(connections.connections(project, merge.keptAfter()))
                .containsExactly(spotify, apple);

        Connection renewed = apple.withUserToken(Samples.sealed());
        assertThat(connections.replace(project, apple, renewed)).isTrue();
        assertThat(connections.connections(project, merge.keptAfter()))
                .containsExactly(spotify, renewed);
    }

    @Test
    void of_two_connections_at_one_service_the_later_one_counts() {
        Fan one = created(phone);
        Fan other = created(Samples.email(), NOW.plusSeconds(1));
        Connection earlier = Samples.connection(one.id(), StreamingProvider.SPOTIFY);
        Connection later =
                new Connection(
                        other.id(),
                        StreamingProvider.SPOTIFY,
                        Samples.sealed(),
                        Set.of(),
                        NOW.plusSeconds(60),
                        Optional.empty(),
                        false);
        connections.connect(project, later);
        connections.connect(project, earlier);
        FanStore.Merge merge = FanStore.Merge.of(one, other);
        fans.merge(project, merge);

        assertThat(connections.connections(project, merge.keptAfter())).containsExactly(later);
    }
}
