package dev.actionflows.domain.releaseday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

class ReleaseDaySaverTest {
    private static final Instant OUT = Instant.parse("2026-12-04T00:00:00Z");

    private final World world = new World();
    private final InMemoryStreamingService spotify = world.ports.spotify;
    private final List<FanId> failed = new ArrayList<>();
    private final ReleaseDaySaver saver =
            new Jobs(world.ports).releaseDay((fan, _) -> failed.add(fan));
    private final ReleaseDayKey key =
            new ReleaseDayKey(world.project, world.release.id(), JobId.from(world.ids));

    private FanId preSaver() {
        FanId fan = world.fanByMail("fan-%s@example.com".formatted(FanId.from(world.ids)));
        world.connect(fan);
        return preSaved(fan);
    }

    private FanId preSaved(FanId fan) {
        world.catalog.registerPreSave(
                world.project, world.release.id(), fan, world.clock.instant());
        return fan;
    }

    private List<FanId> preSavers(int count) {
        return IntStream.range(0, count).mapToObj(_ -> preSaver()).toList();
    }

    private void comesOut() {
        world.clock.advance(Duration.between(world.clock.instant(), OUT));
        saver.begin(key, world.clock.instant());
    }

    private ReleaseDayAnswer save(int shard) {
        return saver.save(
                key, shard, new Deadline(world.clock.instant().plusSeconds(40), world.clock));
    }

    /** One call for each shard. */
    private List<ReleaseDayAnswer> saveAll() {
        return IntStream.range(0, world.ports.preSavers.shards()).mapToObj(this::save).toList();
    }

    /** Until the job has ended, as its state machine does it. */
    private void run() {
        for (int shard = 0; shard < world.ports.preSavers.shards(); shard++) {
            ReleaseDayAnswer answer = save(shard);
            while (!(answer instanceof ReleaseDayAnswer.Done)) {
                if (answer instanceof ReleaseDayAnswer.After(Duration delay)) {
                    world.clock.advance(delay);
                }
                answer = save(shard);
            }
        }
        assertThat(saver.finish(key)).isEqualTo(ReleaseDaySaver.Finish.COMPLETED);
    }

    private ReleaseDayCounts counts() {
        return world.ports
                .releaseDayJobs
                .find(world.project, world.release.id())
                .orElseThrow()
                .counts();
    }

    private Optional<Reason> result(FanId fan) {
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
                .filter(it -> it.fan().equals(fan))
                .flatMap(it -> it.result().stream())
                .map(PreSaver.Result::reason)
                .findFirst();
    }

    private void change(UnaryOperator<Release> change) {
        Release before = world.catalog.findRelease(world.project, key.release()).orElseThrow();
        world.catalog.replace(world.project, change.apply(before), before.serviceIds().revision());
    }

    @Test
    void the_release_is_saved_once_for_everyone_who_pre_saved_it() {
        List<FanId> fans = preSavers(250);
        comesOut();

        run();

        assertThat(spotify.requests()).hasSize(250);
        assertThat(fans).allSatisfy(fan -> assertThat(result(fan)).contains(Reason.SAVED));
        assertThat(counts()).isEqualTo(new ReleaseDayCounts(250, 0, Map.of()));
        assertThat(failed).isEmpty();
    }

    private void activeFlow(ReEntry reEntry) {
        world.flows.activate(
                world.project,
                world.flows
                        .create(
                                world.project,
                                new FlowDefinition(
                                        "Thank you",
                                        new Trigger.OfRelease(
                                                TriggerType.RELEASE_SAVED,
                                                Optional.of(world.release.id()),
                                                Optional.empty()),
                                        List.of(new AddToSegmentStep(world.segment.id())),
                                        reEntry,
                                        OnFailure.CONTINUE))
                        .id());
    }

    @Test
    void each_fan_starts_the_flow_on_saved_releases_once() {
        activeFlow(ReEntry.EVERY_EVENT);
        preSavers(5);
        comesOut();

        run();

        assertThat(world.executions.started()).hasSize(5);
    }

    /** The second one keeps its id if it is older. */
    private void merge(FanId one, FanId other) {
        List<FanIdentity> proof =
                List.of(
                        world.identities.of(
                                world.project, Identity.Kind.EMAIL, "ann@label.example"));
        world.resolver.resolve(world.project, Optional.of(one), proof);
        world.resolver.resolve(world.project, Optional.of(other), proof);
    }

    private FanId withNumber(int number) {
        FanId fan = world.fan(new PhoneNumber("+14155552%03d".formatted(number)));
        world.clock.advance(Duration.ofMillis(1));
        return fan;
    }

    private List<FanId> startedFor() {
        return world.executions.started().stream().map(Run::fan).distinct().toList();
    }

    @Test
    void who_is_merged_before_the_result_is_recorded_starts_the_flow_once() {
        activeFlow(ReEntry.EVERY_EVENT);
        FanId older = withNumber(1);
        FanId fan = preSaved(withNumber(2));
        world.connect(fan);
        comesOut();
        PreSaverStore unable =
                (PreSaverStore)
                        Proxy.newProxyInstance(
                                PreSaverStore.class.getClassLoader(),
                                new Class<?>[] {PreSaverStore.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("record")) {
                                        throw new IllegalStateException("not recorded");
                                    }
                                    return method.invoke(world.ports.preSavers, arguments);
                                });
        ReleaseDaySaver failing =
                new Jobs(InMemoryPorts.with(world.ports, PreSaverStore.class, unable))
                        .releaseDay((it, _) -> failed.add(it));
        for (int shard = 0; shard < world.ports.preSavers.shards(); shard++) {
            failing.save(
                    key, shard, new Deadline(world.clock.instant().plusSeconds(40), world.clock));
        }
        assertThat(failed).containsExactly(fan);
        assertThat(startedFor()).containsExactly(fan);

        merge(fan, older);
        assertThat(world.fans.find(world.project, fan).orElseThrow().id()).isEqualTo(older);
        run();

        assertThat(result(fan)).contains(Reason.SAVED);
        assertThat(startedFor()).as("not once more").containsExactly(fan);
    }

    @Test
    void fans_of_whom_one_has_started_the_flow_start_it_no_more_once_they_are_merged() {
        activeFlow(ReEntry.EVERY_EVENT);
        FanId older = preSaved(withNumber(1));
        FanId fan = preSaved(withNumber(2));
        world.connect(fan);
        comesOut();
        saveAll();
        assertThat(result(older)).isEmpty();
        assertThat(startedFor()).containsExactly(fan);

        merge(fan, older);
        run();

        assertThat(result(older)).contains(Reason.SAVED);
        assertThat(startedFor()).as("not once more").containsExactly(fan);
    }

    @Test
    void a_merged_fan_with_two_registrations_starts_the_flow_once() {
        activeFlow(ReEntry.EVERY_EVENT);
        FanId older = preSaved(withNumber(1));
        FanId fan = preSaved(withNumber(2));
        world.connect(fan);
        merge(fan, older);
        comesOut();

        run();

        assertThat(List.of(older, fan))
                .allSatisfy(it -> assertThat(result(it)).contains(Reason.SAVED));
        assertThat(world.executions.started()).hasSize(1);
    }

    @Test
    void nobody_is_dealt_with_before_the_release_is_out() {
        preSaver();
        world.clock.advance(Duration.between(world.clock.instant(), OUT.minusSeconds(2)));
        saver.begin(key, world.clock.instant());

        assertThat(saveAll()).containsOnly(new ReleaseDayAnswer.After(Duration.ofSeconds(2)));
        assertThat(spotify.requests()).isEmpty();

        run();
        assertThat(spotify.requests()).hasSize(1);
    }

    @Test
    void a_release_that_was_moved_or_cancelled_ends_the_job() {
        preSaver();
        comesOut();
        change(it -> it.movedTo(ReleaseDate.parse("2026-12-11", ZoneOffset.UTC).orElseThrow()));

        assertThat(saveAll()).containsOnly(new ReleaseDayAnswer.Done());

        change(it -> it.cancelled(world.clock.instant()));
        ReleaseDayKey another =
                new ReleaseDayKey(world.project, key.release(), JobId.from(world.ids));
        world.clock.advance(Duration.ofMillis(1));
        saver.begin(another, world.clock.instant());
        assertThat(saver.save(another, 0, new Deadline(world.clock.instant(), world.clock)))
                .isEqualTo(new ReleaseDayAnswer.Done());
        assertThat(spotify.requests()).isEmpty();
    }

    @Test
    void fans_who_reconnect_or_pre_save_late_are_dealt_with_by_a_later_pass() {
        FanId reconnects = preSaved(world.fanByMail("reconnects@example.com"));
        comesOut();
        saveAll();
        assertThat(spotify.requests()).isEmpty();

        world.connect(reconnects);
        FanId late = preSaver();
        run();

        assertThat(result(reconnects)).contains(Reason.SAVED);
        assertThat(result(late)).contains(Reason.SAVED);
    }

    @Test
    void why_it_was_not_saved_is_recorded_by_the_last_pass() {
        FanId never = preSaved(world.fanByMail("never@example.com"));
        comesOut();
        saveAll();
        assertThat(result(never)).as("it may still be").isEmpty();

        run();

        assertThat(result(never)).contains(Reason.NOT_CONNECTED);
        assertThat(counts())
                .isEqualTo(new ReleaseDayCounts(0, 0, Map.of(Reason.NOT_CONNECTED, 1L)));
        assertThat(world.clock.instant()).isEqualTo(OUT.plus(Duration.ofDays(2)));
    }

    @Test
    void a_short_rate_limit_is_waited_for_and_a_long_one_is_not() {
        FanId fan = preSaver();
        int shard = Math.floorMod(fan.value().hashCode(), world.ports.preSavers.shards());
        comesOut();
        spotify.answers(new StreamingResult.RateLimited(Duration.ofSeconds(30), false));

        assertThat(save(shard)).isEqualTo(new ReleaseDayAnswer.After(Duration.ofSeconds(30)));

        world.clock.advance(Duration.ofSeconds(30));
        spotify.answers(new StreamingResult.RateLimited(Duration.ofHours(2), false));
        assertThat(save(shard))
                .as("until the next pass")
                .isEqualTo(
                        new ReleaseDayAnswer.After(
                                Duration.ofMinutes(15).minus(Duration.ofSeconds(30))));

        run();
        assertThat(result(fan)).contains(Reason.SAVED);
    }

    @Test
    void once_the_app_is_limited_for_long_no_other_fan_of_the_page_is_asked_for() {
        List<FanId> fans = preSavers(40);
        comesOut();
        spotify.answers(new StreamingResult.RateLimited(Duration.ofHours(2), false));
        // a process remembers a limit by itself for twenty seconds
        ConnectionStore slow =
                (ConnectionStore)
                        Proxy.newProxyInstance(
                                ConnectionStore.class.getClassLoader(),
                                new Class<?>[] {ConnectionStore.class},
                                (_, method, arguments) -> {
                                    world.clock.advance(Duration.ofSeconds(4));
                                    return method.invoke(world.fans, arguments);
                                });

        new Jobs(InMemoryPorts.with(world.ports, ConnectionStore.class, slow))
                .releaseDay((_, _) -> {})
                .save(key, 0, new Deadline(OUT.plusSeconds(40), world.clock));

        assertThat(world.clock.instant()).isAfter(OUT.plusSeconds(30));
        assertThat(spotify.requests()).hasSize(1);

        run();
        assertThat(fans).allSatisfy(fan -> assertThat(result(fan)).contains(Reason.SAVED));
    }

    @Test
    void a_service_that_does_not_answer_is_not_asked_for_everybody() {
        List<FanId> fans = preSavers(40);
        comesOut();
        for (int i = 0; i < 9; i++) {
            spotify.answers(new StreamingResult.Unavailable());
        }

        assertThat(save(0)).isEqualTo(new ReleaseDayAnswer.After(Duration.ofMinutes(1)));
        assertThat(spotify.requests()).as("three fans, three times each").hasSize(9);

        run();
        assertThat(fans).allSatisfy(fan -> assertThat(result(fan)).contains(Reason.SAVED));
    }

    @Test
    void a_fan_who_fails_delays_no_other() {
        FanId broken = preSaver();
        List<FanId> others = preSavers(20);
        comesOut();
        ReleaseDaySaver failing =
                new Jobs(InMemoryPorts.with(world.ports, ConnectionStore.class, brokenFor(broken)))
                        .releaseDay((fan, _) -> failed.add(fan));
        for (int shard = 0; shard < world.ports.preSavers.shards(); shard++) {
            failing.save(
                    key, shard, new Deadline(world.clock.instant().plusSeconds(40), world.clock));
        }

        assertThat(others).allSatisfy(fan -> assertThat(result(fan)).contains(Reason.SAVED));
        assertThat(result(broken)).isEmpty();
        assertThat(failed).containsExactly(broken);

        run();
        assertThat(result(broken)).contains(Reason.SAVED);
    }

    @Test
    void fans_who_were_erased_are_counted_and_nothing_else() {
        FanId erased = preSaved(FanId.from(world.ids));
        comesOut();

        run();

        assertThat(counts()).isEqualTo(new ReleaseDayCounts(0, 1, Map.of()));
        assertThat(result(erased)).isEmpty();
    }

    @Test
    void another_job_takes_the_place_of_the_first() {
        FanId never = preSaved(world.fanByMail("never@example.com"));
        FanId fan = preSaver();
        comesOut();
        run();
        ReleaseDayKey second =
                new ReleaseDayKey(world.project, key.release(), JobId.from(world.ids));
        saver.begin(second, world.clock.instant());
        world.connect(never);

        assertThat(saveAll()).containsOnly(new ReleaseDayAnswer.Done());
        for (int shard = 0; shard < world.ports.preSavers.shards(); shard++) {
            saver.save(
                    second,
                    shard,
                    new Deadline(world.clock.instant().plusSeconds(40), world.clock));
        }

        assertThat(result(never)).contains(Reason.SAVED);
        assertThat(result(fan)).contains(Reason.SAVED);
        assertThat(spotify.requests()).as("nobody twice").hasSize(2);
        assertThat(saver.finish(key))
                .as("nothing to end")
                .isEqualTo(ReleaseDaySaver.Finish.COMPLETED);
    }

    @Test
    void a_job_that_could_not_be_done_everywhere_goes_on_until_its_time_is_over() {
        preSavers(10);
        comesOut();
        save(0);

        assertThat(saver.finish(key)).isEqualTo(ReleaseDaySaver.Finish.MORE);

        world.clock.advance(Duration.ofDays(4));
        assertThat(saver.finish(key)).isEqualTo(ReleaseDaySaver.Finish.FAILED);
        assertThat(saveAll()).containsOnly(new ReleaseDayAnswer.Done());
    }

    @Test
    void a_long_rate_limit_repeats_the_pass_and_costs_no_other() {
        FanId fan = preSaver();
        int shard = Math.floorMod(fan.value().hashCode(), world.ports.preSavers.shards());
        comesOut();
        for (int pass = 0; pass < 12; pass++) {
            spotify.answers(new StreamingResult.RateLimited(Duration.ofMinutes(5), false));
            assertThat(save(shard))
                    .isInstanceOfSatisfying(
                            ReleaseDayAnswer.After.class,
                            it ->
                                    assertThat(it.delay())
                                            .isLessThanOrEqualTo(Duration.ofMinutes(7)));
            world.clock.advance(Duration.ofMinutes(7));
        }

        run();

        assertThat(result(fan)).contains(Reason.SAVED);
    }

    @Test
    void a_rate_limit_is_never_the_last_word() {
        FanId fan = preSaver();
        int shard = Math.floorMod(fan.value().hashCode(), world.ports.preSavers.shards());
        comesOut();
        while (world.clock.instant().isBefore(OUT.plus(Duration.ofHours(50)))) {
            spotify.answers(new StreamingResult.RateLimited(Duration.ofHours(3), false));
            if (!(save(shard) instanceof ReleaseDayAnswer.After(Duration delay))) {
                throw new AssertionError("it ended");
            }
            world.clock.advance(delay);
        }
        assertThat(result(fan)).isEmpty();

        run();
        assertThat(result(fan)).contains(Reason.SAVED);
    }

    /** Until the shard's last pass is about to begin. */
    private void lastPassOf(int shard) {
        Instant last = OUT.plus(Duration.ofDays(2));
        while (world.clock.instant().isBefore(last)) {
            if (!(save(shard) instanceof ReleaseDayAnswer.After(Duration delay))) {
                throw new AssertionError("it ended");
            }
            world.clock.advance(delay);
        }
        assertThat(world.clock.instant()).isEqualTo(last);
    }

    @Test
    void that_a_token_is_being_refreshed_is_never_the_last_word() {
        FanId fan = preSaved(world.fanByMail("reconnects@example.com"));
        int shard = Math.floorMod(fan.value().hashCode(), world.ports.preSavers.shards());
        comesOut();
        lastPassOf(shard);
        world.connect(fan);
        Connection connection = world.connections(fan).getFirst();
        // a step of the fan, or a call of the job that has died
        world.fans.replace(
                world.project,
                connection,
                connection.beingRefreshed(world.clock.instant().plusSeconds(15)));

        assertThat(save(shard)).isEqualTo(new ReleaseDayAnswer.After(Duration.ofMinutes(5)));
        assertThat(result(fan)).isEmpty();
        assertThat(counts().open()).isEqualTo(1);

        run();
        assertThat(result(fan)).contains(Reason.SAVED);
        assertThat(counts()).isEqualTo(new ReleaseDayCounts(1, 0, Map.of()));
    }

    @Test
    void a_job_that_is_stopped_keeps_its_counts() {
        preSavers(3);
        preSaved(world.fanByMail("never@example.com"));
        comesOut();
        saveAll();
        change(it -> it.cancelled(world.clock.instant()));
        world.clock.advance(Duration.ofMinutes(15));

        run();

        assertThat(counts())
                .isEqualTo(new ReleaseDayCounts(3, 0, Map.of(Reason.NOT_CONNECTED, 1L)));
    }

    private ConnectionStore brokenFor(FanId broken) {
        return (ConnectionStore)
                Proxy.newProxyInstance(
                        ConnectionStore.class.getClassLoader(),
                        new Class<?>[] {ConnectionStore.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("connections")
                                    && arguments[1] instanceof Fan fan
                                    && fan.id().equals(broken)) {
                                throw new IllegalStateException("cannot be read");
                            }
                            return method.invoke(world.fans, arguments);
                        });
    }
}
