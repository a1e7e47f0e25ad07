package dev.actionflows.domain.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.releaseday.PreSaver;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

class ReleaseForecasterTest {
    private final World world = new World();

    /** On 4 December 2026; now it is 2 November. */
    private final Release release = world.release;

    private Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    private ReleaseForecast forecast() {
        return forecast(release);
    }

    private ReleaseForecast forecast(Release of) {
        return world.application.management().releaseForecasts().forecast(project(), of.id());
    }

    private FanId preSaver() {
        FanId fan = world.fanByMail("fan-%s@example.com".formatted(FanId.from(world.ids)));
        world.catalog.registerPreSave(world.project, release.id(), fan, world.clock.instant());
        return fan;
    }

    private FanId connected() {
        FanId fan = preSaver();
        world.connect(fan);
        return fan;
    }

    @Test
    void nobody_is_forecast_for_a_release_without_fans() {
        assertThat(forecast())
                .isEqualTo(new ReleaseForecast(release.outAt(), true, 0, 0, 0, Map.of()));
    }

    @Test
    void fans_are_counted_by_why_it_is_not_going_to_be_saved() {
        connected();
        connected();
        preSaver();
        world.connect(preSaver(), Set.of("user-follow-modify"));
        FanId erased = FanId.from(world.ids);
        world.catalog.registerPreSave(world.project, release.id(), erased, world.clock.instant());

        assertThat(forecast())
                .isEqualTo(
                        new ReleaseForecast(
                                release.outAt(),
                                true,
                                2,
                                1,
                                0,
                                Map.of(Reason.NOT_CONNECTED, 1L, Reason.RECONNECT_NEEDED, 1L)));
        assertThat(forecast().fans()).isEqualTo(5);
    }

    @Test
    void an_authorization_that_ends_before_the_day_is_expiring() {
        FanId early = connected("2026-06-03T12:00:00Z");
        connected("2026-06-04T12:00:00Z");

        assertThat(forecast().saved()).isEqualTo(1);
        assertThat(forecast().expiring()).isEqualTo(1);
        assertThat(forecast().notSaved()).isEqualTo(Map.of(Reason.RECONNECT_NEEDED, 1L));

        world.connect(early);
        assertThat(forecast().saved()).isEqualTo(2);
    }

    @Test
    void an_authorization_that_has_ended_is_not_expiring() {
        connected("2026-04-30T12:00:00Z");

        assertThat(forecast().expiring()).isZero();
        assertThat(forecast().notSaved()).isEqualTo(Map.of(Reason.RECONNECT_NEEDED, 1L));
    }

    private FanId connected(String authorizedAt) {
        FanId fan = preSaver();
        world.fans.connect(
                world.project,
                new Connection(
                        fan,
                        StreamingProvider.SPOTIFY,
                        world.vault.seal(
                                project(),
                                Connection.tokenContext(fan, StreamingProvider.SPOTIFY),
                                "refresh-token"),
                        Set.of("user-library-modify"),
                        Instant.parse(authorizedAt),
                        Optional.empty()));
        return fan;
    }

    @Test
    void an_id_need_not_be_known_before_the_day() {
        connected();
        Release without =
                new Release(
                        ReleaseId.from(world.ids),
                        "Low Tide",
                        "Night Harbour",
                        LocalDate.parse("2026-12-04"),
                        new ProviderIds(Map.of(StreamingProvider.APPLE_MUSIC, "1440857781")),
                        world.clock.instant());
        world.catalog.create(world.project, without);
        world.catalog.registerPreSave(
                world.project, without.id(), connected(), world.clock.instant());

        assertThat(forecast(without).saved()).isEqualTo(1);
        world.clock.advance(Duration.ofDays(40));
        assertThat(forecast(without).notSaved()).isEqualTo(Map.of(Reason.NOT_AT_PROVIDER, 1L));
    }

    @Test
    void of_a_cancelled_release_nothing_is_saved() {
        connected();
        world.catalog.replace(
                world.project,
                release.cancelled(world.clock.instant()),
                release.serviceIds().revision());

        assertThat(forecast().notSaved()).isEqualTo(Map.of(Reason.RELEASE_CANCELLED, 1L));
    }

    @Test
    void who_has_it_already_is_counted_as_saved() {
        FanId fan = preSaver();
        ReleaseDayKey job = new ReleaseDayKey(world.project, release.id(), JobId.from(world.ids));
        world.ports.preSavers.record(
                job, fan, new PreSaver.Result(job.job(), Reason.SAVED, world.clock.instant()));

        assertThat(forecast().saved()).isEqualTo(1);
    }

    @Test
    void of_too_many_fans_a_part_is_counted() {
        List<FanId> fans = IntStream.range(0, 450).mapToObj(_ -> connected()).toList();
        ReleaseForecaster forecaster =
                new ReleaseForecaster(
                        world.ports.catalog(),
                        world.ports.preSavers(),
                        world.ports.fans(),
                        world.ports.connections(),
                        new StepActions(world.ports).streaming(),
                        300,
                        world.clock);

        ReleaseForecast forecast = forecaster.forecast(project(), release.id());

        assertThat(forecast.isWhole()).isFalse();
        assertThat(forecast.fans()).isEqualTo(300);
        assertThat(forecast()).satisfies(it -> assertThat(it.isWhole()).isTrue());
        assertThat(forecast().fans()).isEqualTo(fans.size());
    }

    @Test
    void an_unknown_release_is_not_found() {
        ReleaseId unknown = ReleaseId.from(world.ids);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                world.application
                                        .management()
                                        .releaseForecasts()
                                        .forecast(project(), unknown))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
}
