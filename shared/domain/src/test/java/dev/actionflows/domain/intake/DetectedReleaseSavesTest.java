package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.releaseday.PreSaver;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A detected release is saved for the fans who opted in to all of the artist's. */
class DetectedReleaseSavesTest {
    private final World world = new World();
    private final ArtistId artist = new ArtistId("art_3n5p7q9r1s2t4v6w");

    DetectedReleaseSavesTest() {
        world.catalog.create(
                world.project,
                new Artist(artist, "Night Harbour", World.ARTIST, world.clock.instant()));
    }

    private FanId optedIn(int number) {
        FanId fan = world.fan(new PhoneNumber("+14155552%03d".formatted(number)));
        world.catalog.registerNextSave(world.project, artist, fan, world.clock.instant());
        return fan;
    }

    private void detect(Optional<FanId> fan) {
        DetectedRelease first =
                new DetectedRelease(
                        world.project,
                        artist,
                        world.release.id(),
                        "d1",
                        world.clock.instant(),
                        fan,
                        Optional.empty(),
                        Optional.empty());
        List<DetectedRelease> queue = world.ports.detectedReleases;
        queue.add(first);
        while (!queue.isEmpty()) {
            new Application(world.ports)
                    .releases()
                    .receive(
                            queue.removeFirst(),
                            Samples.nonce(),
                            new Deadline(world.clock.instant().plusSeconds(10), world.clock));
        }
    }

    private void comesOut() {
        world.clock.advance(Duration.between(world.clock.instant(), world.release.outAt()));
    }

    private List<FanId> registered() {
        return IntStream.range(0, world.ports.preSavers.shards())
                .boxed()
                .flatMap(
                        shard ->
                                world
                                        .ports
                                        .preSavers
                                        .page(
                                                world.project,
                                                world.release.id(),
                                                shard,
                                                Optional.empty(),
                                                1_000)
                                        .stream())
                .map(PreSaver::fan)
                .toList();
    }

    private List<WakeUp.ReleaseOut> requested() {
        return Stream.generate(world.ports.wakeUps::takeReleaseOut)
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void every_fan_who_opted_in_is_registered_and_one_job_is_requested_although_no_flow_listens() {
        List<FanId> fans = IntStream.range(0, 60).mapToObj(this::optedIn).toList();
        comesOut();

        detect(Optional.empty());

        assertThat(registered()).containsExactlyInAnyOrderElementsOf(fans);
        assertThat(requested())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.project()).isEqualTo(world.project);
                            assertThat(it.release()).isEqualTo(world.release.id());
                            assertThat(it.outAt()).isEqualTo(world.release.outAt());
                        });
    }

    @Test
    void a_release_that_is_to_come_out_has_its_day_announced_already() {
        FanId fan = optedIn(1);

        detect(Optional.empty());

        assertThat(registered()).containsExactly(fan);
        assertThat(requested()).isEmpty();
    }

    @Test
    void a_fan_with_a_message_of_their_own_has_it_saved_too() {
        FanId fan = optedIn(1);
        optedIn(2);
        comesOut();

        detect(Optional.of(fan));

        assertThat(registered()).containsExactly(fan);
        assertThat(requested()).hasSize(1);
    }

    @Test
    void who_opts_in_later_waits_for_the_next_release() {
        comesOut();
        optedIn(1);
        DetectedRelease earlier =
                new DetectedRelease(
                        world.project,
                        artist,
                        world.release.id(),
                        "d1",
                        world.clock.instant().minusSeconds(1),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());

        new Application(world.ports)
                .releases()
                .receive(
                        earlier,
                        Samples.nonce(),
                        new Deadline(world.clock.instant().plusSeconds(10), world.clock));

        assertThat(registered()).isEmpty();
    }

    @Test
    void a_plan_without_detection_saves_nothing() {
        FanId fan = optedIn(1);
        comesOut();
        world.projects.change(world.project, it -> it.withPlan(Plan.BASIC));

        detect(Optional.empty());
        detect(Optional.of(fan));

        assertThat(registered()).isEmpty();
        assertThat(requested()).isEmpty();
    }
}
