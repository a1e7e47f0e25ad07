package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.application.Management;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.management.CatalogService;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.testing.InMemoryPorts;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** A date that is too far away to wait for ends no wait that has begun: it may be corrected. */
class MistypedReleaseDateTest extends StepRunnerFixture {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String DONE = "COMPLETED added";
    private static final String WAITING = "WAITING waiting_for_time";
    private static final String FAILED = "FAILED wait_too_long";
    private static final String LEFT_OUT = "SKIPPED earlier_step_failed";
    private static final String MISTYPED = "2028-12-11";

    private final CatalogService catalog = world.application.management().catalog();

    @BeforeEach
    void the_fan_is_in_berlin() {
        world.application.management().fans().setTimeZone(world.project, fan, BERLIN);
    }

    private Run executed() {
        WaitStep releaseDay =
                new WaitStep(
                        new WaitTime.ReleaseDay(
                                Optional.of(world.release.id()),
                                LocalTime.of(9, 0),
                                Optional.of(BERLIN)));
        Run run = start(follow(OnUnmet.SKIP), releaseDay, text());
        machine.execute(run);
        return run;
    }

    private Run waiting() {
        Run run = executed();
        assertThat(due(run)).isEqualTo("2026-12-04T08:00:00Z");
        return run;
    }

    private Instant due(Run run) {
        return world.run(run.key()).dueAt().orElseThrow();
    }

    private void move(String date) {
        move(catalog, date);
    }

    private void move(CatalogService service, String date) {
        service.move(world.project, world.release.id(), ReleaseDate.of(LocalDate.parse(date)));
    }

    /** The change is announced, but not stored, because another one comes in between. */
    private void announceOnly(String date) {
        CatalogWriter overtaken =
                (CatalogWriter)
                        Proxy.newProxyInstance(
                                CatalogWriter.class.getClassLoader(),
                                new Class<?>[] {CatalogWriter.class},
                                (_, _, _) -> false);
        CatalogService service =
                new Management(InMemoryPorts.with(world.ports, CatalogWriter.class, overtaken))
                        .catalog();
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> move(service, date));
    }

    /** Handles the wake-ups, those that were sent ahead too, and what is due then. */
    private void deliver() {
        world.wakeUps.later().forEach(world.waker::wake);
        Optional<WakeUp.RequirementMet> next = world.wakeUps.take();
        while (next.isPresent()) {
            world.waker.wake(next.get());
            next = world.wakeUps.take();
        }
        world.sweepAndResume();
    }

    private void comesTheFormerDate() {
        world.clock.advance(
                Duration.between(world.clock.instant(), Instant.parse("2026-12-04T08:00:00Z")));
        world.sweepAndResume();
    }

    @Test
    void a_correction_that_is_announced_but_not_stored_ends_no_wait() {
        Run run = waiting();
        move(MISTYPED);

        announceOnly("2026-12-11");
        deliver();
        assertThat(outcomes(run)).containsExactly(DONE, WAITING, "open");
        move("2026-12-11");
        deliver();

        assertThat(due(run)).isEqualTo("2026-12-11T08:00:00Z");
    }

    @Test
    void an_earlier_date_that_a_mistyped_one_overtakes_ends_no_wait() {
        Run run = waiting();

        announceOnly("2026-11-20");
        move(MISTYPED);
        deliver();
        assertThat(outcomes(run)).containsExactly(DONE, WAITING, "open");
        move("2026-11-20");
        deliver();

        assertThat(due(run)).isEqualTo("2026-11-20T08:00:00Z");
    }

    @Test
    void a_run_that_wakes_up_by_its_former_date_waits_for_the_correction() {
        Run run = waiting();
        Instant longest = world.clock.instant().plus(WaitTime.MAX);
        move(MISTYPED);
        comesTheFormerDate();
        assertThat(due(run)).isEqualTo(longest);

        move("2026-12-11");
        deliver();

        assertThat(due(run)).isEqualTo("2026-12-11T08:00:00Z");
    }

    @Test
    void a_date_that_stays_too_far_away_fails_the_wait_after_the_longest_wait() {
        Run run = waiting();
        move(MISTYPED);
        comesTheFormerDate();

        world.clock.advance(WaitTime.MAX);
        world.sweepAndResume();

        assertThat(outcomes(run)).containsExactly(DONE, FAILED, LEFT_OUT);
    }

    @Test
    void no_wait_begins_by_a_date_that_is_too_far_away() {
        move(MISTYPED);

        assertThat(outcomes(executed())).containsExactly(DONE, FAILED, LEFT_OUT);
    }
}
