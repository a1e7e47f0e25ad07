package dev.actionflows.domain.releaseday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.management.CatalogService;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** When a release comes out, its job starts, whatever becomes of its date until then. */
class ReleaseDaysTest {
    private final World world = new World();
    private final CatalogService catalog = world.application.management().catalog();
    private final ReleaseOutReceiver receiver = world.application.releasesOut();

    private static ReleaseDate date(String text) {
        return ReleaseDate.parse(text, ZoneOffset.UTC).orElseThrow();
    }

    private Release move(String date) {
        return catalog.move(world.project, world.release.id(), date(date));
    }

    private Optional<WakeUp.ReleaseOut> scheduledAt(String time) {
        return world.ports.scheduledReleases.entrySet().stream()
                .filter(it -> it.getValue().equals(Instant.parse(time)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Test
    void a_new_release_is_scheduled_for_the_beginning_of_its_day() {
        Release release =
                new Release(
                        ReleaseId.from(world.ids),
                        "Low Tide",
                        "Night Harbour",
                        ReleaseDate.parse("2026-12-11", ZoneId.of("Europe/Berlin")).orElseThrow(),
                        World.ALBUM,
                        world.clock.instant());

        catalog.create(world.project, release);

        assertThat(world.ports.scheduledReleases.values())
                .containsExactly(Instant.parse("2026-12-10T23:00:00Z"));
    }

    @Test
    void a_release_that_is_out_already_needs_no_day() {
        Release out =
                new Release(
                        ReleaseId.from(world.ids),
                        "High Water",
                        "Night Harbour",
                        date("2026-10-30"),
                        World.ALBUM,
                        world.clock.instant());

        catalog.create(world.project, out);

        assertThat(world.ports.scheduledReleases).isEmpty();
        assertThat(world.wakeUps.takeReleaseOut()).isEmpty();
    }

    @Test
    void a_date_is_scheduled_before_it_is_stored() {
        CatalogService broken =
                new Application(
                                InMemoryPorts.with(
                                        world.ports,
                                        ReleaseDaySchedule.class,
                                        (_, _) -> {
                                            throw new IllegalStateException("no answer");
                                        }))
                        .management()
                        .catalog();

        assertThatIllegalStateException()
                .isThrownBy(
                        () -> broken.move(world.project, world.release.id(), date("2026-12-11")));

        assertThat(catalog.release(world.project, world.release.id()).releaseDate())
                .isEqualTo(world.release.releaseDate());
    }

    @Test
    void only_the_date_that_holds_starts_the_job() {
        move("2026-11-20");
        move("2026-12-11");
        WakeUp.ReleaseOut former = scheduledAt("2026-11-20T00:00:00Z").orElseThrow();
        WakeUp.ReleaseOut latest = scheduledAt("2026-12-11T00:00:00Z").orElseThrow();

        world.clock.advance(Duration.between(world.clock.instant(), date("2026-11-20").outAt()));
        receiver.receive(former);
        assertThat(world.ports.startedReleaseDays).isEmpty();

        world.clock.advance(Duration.between(world.clock.instant(), date("2026-12-11").outAt()));
        receiver.receive(latest);
        assertThat(world.ports.startedReleaseDays)
                .containsExactly(
                        new ReleaseDayKey(world.project, world.release.id(), latest.job()));
    }

    @Test
    void a_release_that_is_moved_to_a_day_in_the_past_comes_out_at_once() {
        move("2026-11-01");

        WakeUp.ReleaseOut ahead = world.wakeUps.takeReleaseOut().orElseThrow();
        WakeUp.ReleaseOut stored = world.wakeUps.takeReleaseOut().orElseThrow();
        assertThat(ahead).as("one job, in case the request dies").isEqualTo(stored);
        receiver.receive(stored);
        assertThat(world.ports.startedReleaseDays).hasSize(1);
        assertThat(world.wakeUps.takeReleaseOut()).isEmpty();
    }

    @Test
    void repeating_the_request_starts_nothing_more() {
        move("2026-11-01");
        world.wakeUps.takeReleaseOut();
        world.wakeUps.takeReleaseOut();

        move("2026-11-01");

        assertThat(world.wakeUps.takeReleaseOut()).isEmpty();
    }

    @Test
    void a_request_with_the_same_date_schedules_it_in_case_it_is_not_yet() {
        move("2026-12-04");

        assertThat(scheduledAt("2026-12-04T00:00:00Z")).isPresent();
    }

    @Test
    void a_cancelled_release_has_no_day_until_it_is_reinstated() {
        WakeUp.ReleaseOut out =
                new WakeUp.ReleaseOut(
                        world.project,
                        world.release.id(),
                        world.release.outAt(),
                        JobId.from(world.ids));
        catalog.cancel(world.project, world.release.id());
        assertThat(world.ports.scheduledReleases).isEmpty();
        world.clock.advance(
                Duration.between(world.clock.instant(), world.release.outAt().plusSeconds(60)));

        receiver.receive(out);
        assertThat(world.ports.startedReleaseDays).isEmpty();

        move("2026-12-04");
        receiver.receive(world.wakeUps.takeReleaseOut().orElseThrow());
        assertThat(world.ports.startedReleaseDays).hasSize(1);
    }

    private WakeUp.ReleaseOut outAt(Instant time) {
        return new WakeUp.ReleaseOut(
                world.project, world.release.id(), time, JobId.from(world.ids));
    }

    private void advanceTo(Instant time) {
        world.clock.advance(Duration.between(world.clock.instant(), time));
    }

    @Test
    void a_day_that_a_country_moved_by_an_hour_has_its_job_when_it_begins() {
        Instant begin = world.release.outAt();
        WakeUp.ReleaseOut early = outAt(begin.minus(Duration.ofHours(1)));
        advanceTo(early.outAt());
        receiver.receive(early);
        for (int quarter = 1; quarter <= 4; quarter++) {
            assertThat(world.ports.startedReleaseDays).isEmpty();
            world.clock.advance(Duration.ofMinutes(15));
            receiver.receive(world.wakeUps.takeReleaseOut().orElseThrow());
        }
        assertThat(world.ports.startedReleaseDays).hasSize(1);
        assertThat(world.wakeUps.takeReleaseOut()).isEmpty();

        receiver.receive(outAt(begin.plus(Duration.ofHours(1))));
        assertThat(world.ports.startedReleaseDays).as("announced for too late").hasSize(2);
    }

    @Test
    void a_message_of_another_day_starts_nothing() {
        advanceTo(world.release.outAt().plus(Duration.ofDays(2)));

        receiver.receive(outAt(world.release.outAt().minus(Duration.ofDays(1))));
        receiver.receive(outAt(world.release.outAt().plus(Duration.ofDays(1))));

        assertThat(world.ports.startedReleaseDays).isEmpty();
        assertThat(world.wakeUps.takeReleaseOut()).isEmpty();
    }

    @Test
    void a_release_that_is_created_at_its_day_by_a_faster_clock_is_announced() {
        Release another =
                new Release(
                        ReleaseId.from(world.ids),
                        "Low Tide",
                        "Night Harbour",
                        date("2026-12-11"),
                        World.ALBUM,
                        world.clock.instant());
        advanceTo(another.outAt().plusSeconds(2));

        catalog.create(world.project, another);

        assertThat(world.wakeUps.takeReleaseOut()).isPresent();
    }

    @Test
    void a_message_that_a_faster_clock_sent_comes_back_in_time() {
        WakeUp.ReleaseOut out =
                new WakeUp.ReleaseOut(
                        world.project,
                        world.release.id(),
                        world.release.outAt(),
                        JobId.from(world.ids));
        world.clock.advance(
                Duration.between(world.clock.instant(), world.release.outAt().minusMillis(1)));

        receiver.receive(out);
        assertThat(world.ports.startedReleaseDays).isEmpty();

        world.clock.advance(Duration.ofMillis(1));
        receiver.receive(world.wakeUps.takeReleaseOut().orElseThrow());
        assertThat(world.ports.startedReleaseDays).hasSize(1);
    }

    @Test
    void a_release_that_was_removed_starts_nothing() {
        receiver.receive(
                new WakeUp.ReleaseOut(
                        world.project,
                        ReleaseId.from(world.ids),
                        world.release.outAt(),
                        JobId.from(world.ids)));

        assertThat(world.ports.startedReleaseDays).isEmpty();
    }

    @Test
    void the_former_date_of_a_release_that_came_out_sooner_starts_nothing() {
        move("2026-11-20");
        move("2026-11-13");
        WakeUp.ReleaseOut former = scheduledAt("2026-11-20T00:00:00Z").orElseThrow();
        world.clock.advance(Duration.between(world.clock.instant(), date("2026-11-20").outAt()));

        receiver.receive(former);

        assertThat(world.ports.startedReleaseDays).isEmpty();
    }
}
