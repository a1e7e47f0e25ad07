package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The contract of {@link ExpiringConnectionStore} implementations. */
public abstract class ExpiringConnectionStoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final int MANY = 100_000;

    private final ProjectId project = Samples.projectId();
    private final ConnectionStore connections;
    private final ExpiringConnectionStore expiring;

    /**
     * @param over makes the store of the connections that are stored through the first one
     */
    protected <C extends ConnectionStore> ExpiringConnectionStoreContract(
            C connections, Function<C, ExpiringConnectionStore> over) {
        this.connections = connections;
        this.expiring = over.apply(connections);
    }

    /** Connections of other tests may be found, too. */
    private List<ExpiringConnection> found(Instant now, Connection... among) {
        List<ExpiringConnection> ours = Stream.of(among).map(this::of).toList();
        return IntStream.range(0, expiring.shards())
                .mapToObj(shard -> expiring.findOldest(shard, now, MANY))
                .flatMap(List::stream)
                .filter(it -> ours.stream().anyMatch(our -> our.fan().equals(it.fan())))
                .toList();
    }

    private ExpiringConnection of(Connection connection) {
        return ExpiringConnection.of(project, connection);
    }

    private Connection connected(StreamingProvider provider, Instant authorizedAt) {
        Connection connection =
                new Connection(
                        Samples.fanId(),
                        provider,
                        Samples.sealed(),
                        Set.of("user-library-modify"),
                        authorizedAt,
                        Optional.empty());
        connections.connect(project, connection);
        return connection;
    }

    private Connection stored(Connection connection) {
        return connections.connections(project, Samples.fan(connection.fan())).getFirst();
    }

    @Test
    void a_connection_is_found_by_the_time_of_its_authorization() {
        Connection connection = connected(StreamingProvider.SPOTIFY, NOW);

        assertThat(found(NOW.minusMillis(1), connection)).isEmpty();
        assertThat(found(NOW, connection)).containsExactly(of(connection));
        assertThat(found(NOW.plusSeconds(1), connection)).containsExactly(of(connection));
    }

    @Test
    void the_oldest_come_first_and_only_so_many() {
        Connection later = connected(StreamingProvider.APPLE_MUSIC, NOW.minusSeconds(86_400));
        Connection sooner = connected(StreamingProvider.APPLE_MUSIC, NOW.minusSeconds(172_800));

        IntStream.range(0, expiring.shards())
                .forEach(
                        shard -> {
                            List<ExpiringConnection> all = expiring.findOldest(shard, NOW, MANY);
                            assertThat(all).extracting(ExpiringConnection::authorizedAt).isSorted();
                            assertThat(expiring.findOldest(shard, NOW, 1))
                                    .isEqualTo(all.stream().limit(1).toList());
                        });
        assertThat(found(NOW, later, sooner)).containsExactlyInAnyOrder(of(later), of(sooner));
    }

    @Test
    void an_announced_connection_is_not_found_again_and_keeps_its_tokens() {
        Connection connection = connected(StreamingProvider.SPOTIFY, NOW);

        expiring.announced(of(connection));
        expiring.announced(of(connection));

        assertThat(found(NOW, connection)).isEmpty();
        assertThat(stored(connection)).isEqualTo(connection.announced());
    }

    @Test
    void refreshed_tokens_do_not_have_it_announced_again() {
        Connection connection = connected(StreamingProvider.SPOTIFY, NOW);
        expiring.announced(of(connection));
        Connection announced = stored(connection);

        assertThat(
                        connections.storeTokens(
                                project,
                                announced,
                                announced.refreshed(Samples.sealed(), Samples.accessToken())))
                .isTrue();

        assertThat(found(NOW, connection)).isEmpty();
    }

    @Test
    void tokens_that_were_read_before_the_announcement_have_it_found_again() {
        Connection read = connected(StreamingProvider.SPOTIFY, NOW);
        expiring.announced(of(read));

        connections.storeTokens(
                project, read, read.refreshed(Samples.sealed(), Samples.accessToken()));

        assertThat(found(NOW, read)).containsExactly(of(read));
    }

    @Test
    void a_connection_that_was_renewed_is_found_when_the_new_one_is_about_to_expire() {
        Connection before = connected(StreamingProvider.SPOTIFY, NOW);
        Connection renewed =
                new Connection(
                        before.fan(),
                        StreamingProvider.SPOTIFY,
                        Samples.sealed(),
                        Set.of(),
                        NOW.plusSeconds(60),
                        Optional.empty());
        connections.connect(project, renewed);

        // the announcement of the first one comes late
        expiring.announced(of(before));

        assertThat(found(NOW, before)).isEmpty();
        assertThat(found(NOW.plusSeconds(60), before)).containsExactly(of(renewed));
        assertThat(stored(before)).isEqualTo(renewed);
    }

    @Test
    void a_connection_that_has_ended_or_was_deleted_is_not_found() {
        Connection ended = connected(StreamingProvider.SPOTIFY, NOW);
        connections.replace(project, ended, ended.doubted(NOW).confirmedEnded());
        Connection deleted = connected(StreamingProvider.SPOTIFY, NOW);
        connections.disconnect(project, Samples.fan(deleted.fan()), StreamingProvider.SPOTIFY);

        expiring.announced(of(deleted));

        assertThat(found(NOW, ended, deleted)).isEmpty();
        assertThat(connections.connections(project, Samples.fan(deleted.fan()))).isEmpty();
    }
}
