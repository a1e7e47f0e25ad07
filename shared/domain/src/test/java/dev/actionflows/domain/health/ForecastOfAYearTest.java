package dev.actionflows.domain.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.releaseday.ReleaseDayAnswer;
import dev.actionflows.domain.releaseday.ReleaseDayCounts;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.releaseday.ReleaseDaySaver;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A label with ten thousand fans brings out a release each month for a year. Meanwhile, fans
 * authorize again when they meet a page that asks for it, disconnect, and never come back. What is
 * forecast three weeks before each release is compared with what the job of its day does.
 */
class ForecastOfAYearTest {
    private static final int FANS = 10_000;
    private static final int MONTHS = 12;
    private static final Duration BEFORE = Duration.ofDays(21);

    /** Of a fan and day. */
    private static final double RECONNECTS = 0.000_3;

    private static final double DISCONNECTS = 0.000_1;

    private final World world = new World();
    private final Random random = new Random(1);
    private final ReleaseDaySaver saver = new Jobs(world.ports).releaseDay((_, e) -> fail(e));
    private final List<FanId> fans = new ArrayList<>();

    private static void fail(RuntimeException e) {
        throw e;
    }

    private Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    private Instant now() {
        return world.clock.instant();
    }

    private void connect(FanId fan, Instant authorizedAt) {
        world.fans.connect(
                world.project,
                new Connection(
                        fan,
                        StreamingProvider.SPOTIFY,
                        world.vault.seal(
                                project(),
                                Connection.tokenContext(fan, StreamingProvider.SPOTIFY),
                                "refresh-" + fan),
                        Set.of("user-library-modify"),
                        authorizedAt,
                        Optional.empty()));
    }

    /** They have come within the last eight months. */
    private void gather() {
        for (int i = 0; i < FANS; i++) {
            FanId fan = FanId.from(world.ids);
            world.fans.create(world.project, Fan.first(fan, List.of(), now()));
            connect(fan, now().minus(Duration.ofHours(random.nextInt(8 * 30 * 24))));
            fans.add(fan);
        }
    }

    private Release release(LocalDate day) {
        Release release =
                new Release(
                        ReleaseId.from(world.ids),
                        "Tide of " + day,
                        "Night Harbour",
                        day,
                        World.ALBUM,
                        now());
        world.catalog.create(world.project, release);
        fans.forEach(fan -> world.catalog.registerPreSave(world.project, release.id(), fan, now()));
        return release;
    }

    private void live(Instant until) {
        while (now().isBefore(until)) {
            world.clock.advance(Duration.ofDays(1));
            for (FanId fan : fans) {
                double chance = random.nextDouble();
                if (chance < RECONNECTS) {
                    connect(fan, now());
                } else if (chance < RECONNECTS + DISCONNECTS) {
                    world.fans.disconnect(
                            world.project,
                            world.fans.find(world.project, fan).orElseThrow(),
                            StreamingProvider.SPOTIFY);
                }
            }
        }
    }

    private ReleaseDayCounts save(Release release) {
        ReleaseDayKey key = new ReleaseDayKey(world.project, release.id(), JobId.from(world.ids));
        saver.begin(key, now());
        for (int shard = 0; shard < world.ports.preSavers.shards(); shard++) {
            ReleaseDayAnswer answer;
            do {
                answer = saver.save(key, shard, new Deadline(now().plusSeconds(40), world.clock));
            } while (answer instanceof ReleaseDayAnswer.More);
        }
        return world.ports.releaseDayJobs.find(world.project, release.id()).orElseThrow().counts();
    }

    @Test
    void the_forecast_is_within_a_point_of_what_then_happens() {
        gather();
        LocalDate first = LocalDate.ofInstant(now(), ZoneOffset.UTC).plusDays(30);
        List<Double> savedShares = new ArrayList<>();
        for (int month = 0; month < MONTHS; month++) {
            Release release = release(first.plusMonths(month));
            live(release.outAt().minus(BEFORE));
            ReleaseForecast forecast =
                    world.application
                            .management()
                            .releaseForecasts()
                            .forecast(project(), release.id());
            live(release.outAt());
            ReleaseDayCounts counts = save(release);

            assertThat(forecast.isWhole()).isTrue();
            assertThat(forecast.fans()).isEqualTo(FANS).isEqualTo(counts.fans());
            assertThat(points(forecast.saved()))
                    .as("saved on %s", release.releaseDate().text())
                    .isCloseTo(points(counts.saved()), within(1.0));
            assertThat(points(forecast.notSaved().getOrDefault(Reason.RECONNECT_NEEDED, 0L)))
                    .isCloseTo(
                            points(counts.notSaved().getOrDefault(Reason.RECONNECT_NEEDED, 0L)),
                            within(1.0));
            savedShares.add(points(counts.saved()));
        }
        assertThat(savedShares.getFirst())
                .as("there is something to forecast")
                .isBetween(50.0, 80.0);
        assertThat(savedShares.getLast()).isLessThan(20.0);
    }

    private static double points(long count) {
        return 100.0 * count / FANS;
    }
}
