package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
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
    void the_connections_of_many_fans_are_found_at_once() {
        Map<FanId, List<Connection>> expected = new HashMap<>();
        List<Fan> fans =
                IntStream.range(0, 120).mapToObj(_ -> Samples.fan(Samples.fanId())).toList();
        for (Fan fan : fans) {
            expected.put(fan.id(), List.of());
        }
        for (Fan fan : fans.subList(0, 80)) {
            Connection connection = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
            connections.connect(project, connection);
            expected.put(fan.id(), List.of(connection));
        }

        assertThat(connections.connectionsOf(project, fans)).isEqualTo(expected);
        assertThat(connections.connectionsOf(project, List.of())).isEmpty();
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
    void an_authorization_that_is_written_again_keeps_the_tokens_that_it_has_got() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        Connection refreshed = connection.refreshed(Samples.sealed(), Samples.accessToken());
        assertThat(connections.connect(project, connection)).isTrue();
        assertThat(connections.storeTokens(project, connection, refreshed)).isTrue();

        assertThat(connections.connect(project, connection)).isFalse();

        assertThat(connections.connections(project, fan)).containsExactly(refreshed);
    }

    @Test
    void an_authorization_that_has_ended_is_replaced_by_the_same_one() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        connections.connect(project, connection);
        assertThat(connections.replace(project, connection, connection.confirmedEnded())).isTrue();

        assertThat(connections.connect(project, connection)).isTrue();

        assertThat(connections.connections(project, fan)).containsExactly(connection);
    }

    @Test
    void an_unchanged_connection_can_be_replaced() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection = Samples.connection(fan.id(), StreamingProvider.SPOTIFY);
        connections.connect(project, connection);
        Connection renewed = connection.refreshed(Samples.sealed(), Samples.accessToken());

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

        Connection refreshed = connection.refreshed(Samples.sealed(), Samples.accessToken());
        assertThat(connections.replace(project, connection, refreshed)).isFalse();
        assertThat(connections.storeTokens(project, connection, refreshed)).isFalse();
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

        Connection renewed = apple.refreshed(Samples.sealed(), Samples.accessToken());
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

    @Test
    void a_connection_with_an_access_token_and_a_lease_is_stored() {
        Fan fan = Samples.fan(Samples.fanId());
        Connection connection =
                Samples.connection(fan.id(), StreamingProvider.SPOTIFY)
                        .refreshed(Samples.sealed(), Samples.accessToken())
                        .beingRefreshed(NOW.plusSeconds(20));

        connections.connect(project, connection);

        assertThat(connections.connections(project, fan)).containsExactly(connection);
    }

    @Test
    void of_two_processes_one_gets_the_lease() {
        Connection read = stored(UnaryOperator.identity());

        assertThat(connections.replace(project, read, read.beingRefreshed(NOW.plusSeconds(20))))
                .isTrue();
        assertThat(connections.replace(project, read, read.beingRefreshed(NOW.plusSeconds(21))))
                .isFalse();
    }

    @Test
    void a_connection_whose_access_token_was_refreshed_concurrently_is_not_replaced() {
        Connection read = stored(it -> it.refreshed(it.userToken(), Samples.accessToken()));
        Connection refreshed = read.refreshed(read.userToken(), Samples.accessToken());
        assertThat(connections.storeTokens(project, read, refreshed)).isTrue();

        assertThat(connections.replace(project, read, read.doubted(NOW))).isFalse();
        assertThat(connections.replace(project, refreshed, refreshed.doubted(NOW))).isTrue();
    }

    @Test
    void new_tokens_are_stored_even_if_the_lease_has_passed_to_another_process() {
        Connection read = stored(UnaryOperator.identity());
        Connection late = read.beingRefreshed(NOW.plusSeconds(20));
        connections.replace(project, read, late);
        connections.replace(project, late, late.beingRefreshed(NOW.plusSeconds(50)));
        Connection rotated = late.refreshed(Samples.sealed(), Samples.accessToken());

        assertThat(connections.storeTokens(project, late, rotated)).isTrue();
        assertThat(connections.connections(project, Samples.fan(read.fan())))
                .containsExactly(rotated);
    }

    @Test
    void new_tokens_do_not_replace_those_of_a_fan_who_has_reconnected() {
        Connection read = stored(UnaryOperator.identity());
        Connection reconnected = Samples.connection(read.fan(), StreamingProvider.SPOTIFY);
        connections.connect(project, reconnected);

        assertThat(
                        connections.storeTokens(
                                project,
                                read,
                                read.refreshed(Samples.sealed(), Samples.accessToken())))
                .isFalse();
        assertThat(connections.connections(project, Samples.fan(read.fan())))
                .containsExactly(reconnected);
    }

    private Connection stored(UnaryOperator<Connection> change) {
        Connection connection =
                change.apply(Samples.connection(Samples.fanId(), StreamingProvider.SPOTIFY));
        connections.connect(project, connection);
        return connection;
    }
}
