package dev.actionflows.releasewatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.detection.WatchedArtist;
import dev.actionflows.domain.detection.WatchedArtistStore;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.fan.ExpiringConnection;
import dev.actionflows.domain.fan.ExpiringConnectionStore;
import dev.actionflows.domain.fan.InMemoryExpiringConnectionStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.RecordingWatchObserver.Fact;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.ProjectFile;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class ReleaseWatcherHandlerTest {
    /** As in the template. */
    private static final int MILLIS_LEFT = 300_000;

    private final World world = new World();

    private String invoke(Ports ports, int millisLeft) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new ReleaseWatcherHandler(
                        new Jobs(ports).systemTriggers()::check,
                        world.clock,
                        new Log(OutputStream.nullOutputStream(), world.clock))
                .handleRequest(
                        new ByteArrayInputStream(
                                ProjectFile.text("events/release-watcher/schedule.json")
                                        .getBytes(StandardCharsets.UTF_8)),
                        output,
                        new TestContext(millisLeft));
        return output.toString(StandardCharsets.UTF_8);
    }

    private static <P> P busy(Class<P> port) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, _, _) -> {
                            throw new ProblemException(ErrorCode.TRY_AGAIN, "busy");
                        }));
    }

    private void aFanWantsAllReleases() {
        world.ports.spotifyAlbums.lists(World.ARTIST.at(StreamingProvider.SPOTIFY).orElseThrow());
        world.catalog.registerNextSave(
                world.project,
                world.artist.id(),
                world.fanByMail("ada@fans.example"),
                world.clock.instant());
    }

    private Optional<Instant> checkedAt() {
        return world.ports.watchedArtists.list(Optional.empty(), 10).items().stream()
                .flatMap((WatchedArtist it) -> it.checkedAt().stream())
                .findAny();
    }

    @Test
    void it_checks_the_artists_and_reports_that_all_were_checked() throws IOException {
        aFanWantsAllReleases();

        assertThat(invoke(world.ports, MILLIS_LEFT)).isEqualTo("{\"complete\":true}");

        assertThat(checkedAt()).contains(world.clock.instant());
        assertThat(world.ports.watchObserver.facts())
                .containsExactly(new Fact.ArtistsChecked(1, 0));
    }

    @Test
    void without_artists_it_reports_too() throws IOException {
        assertThat(invoke(world.ports, MILLIS_LEFT)).isEqualTo("{\"complete\":true}");

        assertThat(world.ports.watchObserver.facts())
                .containsExactly(new Fact.ArtistsChecked(0, 0));
    }

    @Test
    void no_artist_is_begun_in_the_last_twenty_seconds() throws IOException {
        aFanWantsAllReleases();

        assertThat(invoke(world.ports, 20_000)).isEqualTo("{\"complete\":false}");

        assertThat(checkedAt()).isEmpty();
    }

    @Test
    void if_the_artists_cannot_be_listed_the_invocation_fails() {
        Ports ports =
                InMemoryPorts.with(
                        world.ports, WatchedArtistStore.class, busy(WatchedArtistStore.class));

        assertThatThrownBy(() -> invoke(ports, MILLIS_LEFT)).isInstanceOf(ProblemException.class);
        assertThat(world.ports.watchObserver.facts()).isEmpty();
    }

    @Test
    void it_announces_a_connection_that_is_about_to_expire_even_if_no_artist_can_be_checked() {
        FanId fan = world.fanByMail("ada@fans.example");
        world.connect(fan);
        world.clock.advance(Duration.ofDays(160));
        Ports ports =
                InMemoryPorts.with(
                        world.ports, WatchedArtistStore.class, busy(WatchedArtistStore.class));

        assertThatThrownBy(() -> invoke(ports, MILLIS_LEFT)).isInstanceOf(ProblemException.class);

        assertThat(world.ports.outcomeEvents)
                .extracting(OutcomeEvent::type, OutcomeEvent::fan)
                .containsExactly(tuple(TriggerType.CONNECTION_EXPIRING, fan));
    }

    @Test
    void if_connections_cannot_be_announced_artists_are_checked_and_the_invocation_fails() {
        aFanWantsAllReleases();
        ExpiringConnectionStore unreadable =
                new InMemoryExpiringConnectionStore(world.fans) {
                    @Override
                    public List<ExpiringConnection> findOldest(
                            int shard, Instant until, int limit) {
                        throw new ProblemException(ErrorCode.TRY_AGAIN, "busy");
                    }
                };
        Ports ports = InMemoryPorts.with(world.ports, ExpiringConnectionStore.class, unreadable);

        assertThatThrownBy(() -> invoke(ports, MILLIS_LEFT)).isInstanceOf(ProblemException.class);

        assertThat(checkedAt()).contains(world.clock.instant());
    }
}
