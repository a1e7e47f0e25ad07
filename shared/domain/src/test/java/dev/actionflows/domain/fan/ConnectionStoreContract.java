package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The contract of {@link ConnectionStore} implementations. */
public abstract class ConnectionStoreContract extends FanFixture {
    protected ConnectionStoreContract(Stores stores) {
        super(stores);
    }

    @Test
    void connections_are_found_as_they_were_stored_one_per_provider() {
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
    void a_connection_without_scopes_is_stored() {
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
    void a_new_authorization_replaces_the_previous_one() {
        Fan fan = Samples.fan(Samples.fanId());
        connections.connect(
                project, Samples.connection(fan.id(), StreamingProvider.SPOTIFY).confirmedEnded());
        Connection fresh = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);

        connections.connect(project, fresh);

        assertThat(connections.connections(project, fan)).containsExactly(fresh);
    }

    @Test
    void an_unchanged_connection_can_be_replaced() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        connections.connect(project, connection);
        Connection renewed = connection.withUserToken(Samples.sealed());

        connections.replace(project, connection, renewed);

        assertThat(connections.connections(project, fan)).containsExactly(renewed);
    }

    @Test
    void a_connection_renewed_concurrently_is_not_replaced() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection old = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        Connection fresh = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        connections.connect(project, fresh);

        connections.replace(project, old, old.confirmedEnded());

        assertThat(connections.connections(project, fan)).containsExactly(fresh);
    }

    @Test
    void an_unknown_connection_is_not_created_by_a_replacement() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);

        connections.replace(project, connection, connection.confirmedEnded());

        assertThat(connections.connections(project, fan)).isEmpty();
    }

    @Test
    void a_deleted_connection_is_gone_and_others_stay() {
        Fan fan = Samples.fan(Samples.fanId());
        Fan other = Samples.fan(Samples.fanId());
        Connection apple = Samples.connection(fan.id(), StreamingProvider.APPLE_MUSIC);
        Connection others = Samples.connection(other.id(), StreamingProvider.SPOTIFY);
        connections.connect(project, apple);
        connections.connect(project, others);
        connections.connect(project, Samples.connection(fan.id(), StreamingProvider.SPOTIFY));

        connections.disconnect(project, fan, StreamingProvider.SPOTIFY);
        connections.disconnect(project, fan, StreamingProvider.SPOTIFY);

        assertThat(connections.connections(project, fan)).containsExactly(apple);
        assertThat(connections.connections(project, other)).containsExactly(others);
    }

    @Test
    void a_connection_deleted_meanwhile_is_not_brought_back_by_a_replacement() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        connections.connect(project, connection);
        connections.disconnect(project, fan, StreamingProvider.SPOTIFY);

        boolean replaced =
                connections.replace(
                        project, connection, connection.withUserToken(Samples.sealed()));

        assertThat(replaced).isFalse();
        assertThat(connections.connections(project, fan)).isEmpty();
    }

    @Test
    void agreements_are_kept_in_order_and_outlive_the_connection() {
        Fan fan = Samples.fan(Samples.fanId());
        for (int second = 24; second >= 0; second--) {
            connections.recordAgreement(project, fan.id(), agreement(second));
        }
        connections.recordAgreement(project, fan.id(), agreement(24));
        connections.disconnect(project, fan, StreamingProvider.SPOTIFY);

        assertThat(connections.agreements(project, fan))
                .isEqualTo(
                        IntStream.range(5, 25)
                                .mapToObj(ConnectionStoreContract::agreement)
                                .toList());
        assertThat(connections.agreements(project, Samples.fan(Samples.fanId()))).isEmpty();
        assertThat(connections.connections(project, fan)).isEmpty();
    }

    private static Agreement agreement(int second) {
        return new Agreement(
                "attempt-" + second,
                second == 7 ? StreamingProvider.APPLE_MUSIC : StreamingProvider.SPOTIFY,
                second == 7 ? Set.of() : Set.of("user-library-modify", "user-follow-modify"),
                "1",
                "ja",
                NOW.plusSeconds(second));
    }

    @Test
    void disconnecting_a_merged_fan_deletes_the_connections_of_all_its_ids() {
        Fan one = created(phone);
        Fan other = created(Samples.email(), NOW.plusSeconds(1));
        connections.connect(project, Samples.connection(one.id(), StreamingProvider.SPOTIFY));
        connections.connect(project, Samples.connection(other.id(), StreamingProvider.SPOTIFY));
        FanStore.Merge merge = FanStore.Merge.of(one, other);
        fans.merge(project, merge);

        connections.disconnect(project, merge.keptAfter(), StreamingProvider.SPOTIFY);

        assertThat(connections.connections(project, merge.keptAfter())).isEmpty();
    }

    @Test
    void a_merged_fan_has_the_connections_of_all_its_ids() {
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
    void the_later_of_two_connections_to_one_service_is_used() {
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
