package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.quiethours.QuietHours;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepConditions;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Steps that wait: no function is called for them, and the next step is never too early. */
class WaitStepTest extends StepRunnerFixture {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String WAITING = "WAITING waiting_for_time";
    private static final String WAITED = "COMPLETED waited";
    private static final String SENT = "COMPLETED added";

    private static WaitStep forTime(String length) {
        return new WaitStep(new WaitTime.For(TimeSpan.of(length)));
    }

    private static WaitStep until(String time, Optional<ZoneId> otherwise) {
        return new WaitStep(new WaitTime.At(Optional.empty(), LocalTime.parse(time), otherwise));
    }

    private static WaitStep until(String date, String time) {
        return new WaitStep(
                new WaitTime.At(
                        Optional.of(LocalDate.parse(date)),
                        LocalTime.parse(time),
                        Optional.of(BERLIN)));
    }

    /** Moves the clock to when the run is due, and resumes it. */
    private Run resume(Run run) {
        Instant due = world.run(run.key()).dueAt().orElseThrow();
        world.clock.advance(Duration.between(world.clock.instant(), due));
        return resumeNow(run);
    }

    private Run resumeNow(Run run) {
        world.resumer.resume(run.key());
        return world.run(run.key());
    }

    private Instant due(Run run) {
        return world.run(run.key()).dueAt().orElseThrow();
    }

    @Test
    void the_step_after_a_wait_is_done_when_its_time_has_come() {
        Run run = start(follow(OnUnmet.SKIP), forTime("P3D"), text());
        Instant begun = world.clock.instant();

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Park());

        assertThat(outcomes(run)).containsExactly("COMPLETED added", WAITING, "open");
        assertThat(due(run)).isEqualTo(begun.plus(Duration.ofDays(3)));
        world.clock.advance(Duration.ofDays(3).minusMillis(1));
        assertThat(resumeNow(run).status()).isEqualTo(RunStatus.WAITING);
        assertThat(text.acted()).isZero();

        assertThat(machine.execute(resume(run))).isEqualTo(new StepAnswer.Done());
        assertThat(outcomes(run)).containsExactly("COMPLETED added", WAITED, SENT);
        RunStep waited = world.run(run.key()).step(1);
        assertThat(
                        Duration.between(
                                waited.startedAt().orElseThrow(), waited.endedAt().orElseThrow()))
                .isEqualTo(Duration.ofDays(3));
    }

    @Test
    void a_run_that_waits_has_started_no_execution_for_it() {
        Run run = start(follow(OnUnmet.SKIP), forTime("PT1S"), forTime("PT1S"), text());
        machine.execute(run);

        resume(run);
        assertThat(outcomes(run)).containsExactly("COMPLETED added", WAITED, WAITING, "open");
        assertThat(world.executions.started()).hasSize(1);

        assertThat(machine.execute(resume(run))).isEqualTo(new StepAnswer.Done());
        assertThat(world.executions.started()).hasSize(2);
    }

    @Test
    void a_run_ends_with_its_last_wait() {
        Run run = start(follow(OnUnmet.SKIP), forTime("PT1S"));
        machine.execute(run);

        assertThat(resume(run).status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_run_that_begins_with_a_wait_is_woken_instead_of_started() {
        Instant start = world.clock.instant();
        world.startRunWithoutExecution(
                world.activeFlow("presave", OnFailure.CONTINUE, forTime("PT1H"), text()),
                fan,
                "SM1");
        assertThat(world.executions.started()).isEmpty();
        world.clock.advance(Duration.ofSeconds(30));
        IntStream.range(0, world.sweeper.shards())
                .forEach(
                        shard ->
                                world.sweeper.sweep(
                                        shard,
                                        new Deadline(
                                                world.clock.instant().plusSeconds(30),
                                                world.clock)));
        RunKey key = world.wakeUps.due().getLast();

        world.resumer.resume(key);

        assertThat(outcomes(world.run(key))).containsExactly(WAITING, "open");
        assertThat(world.run(key).dueAt()).contains(start.plus(Duration.ofHours(1)));
        assertThat(machine.execute(resume(world.run(key)))).isEqualTo(new StepAnswer.Done());
        assertThat(text.acted()).isEqualTo(1);
    }

    @Test
    void a_time_of_day_is_the_next_one_in_the_zone_of_the_fan() {
        // 12:00 UTC: 13:00 in Berlin
        world.application.management().fans().setTimeZone(world.project, fan, BERLIN);
        Run evening = start(follow(OnUnmet.SKIP), until("18:00", Optional.empty()), text());
        machine.execute(evening);
        assertThat(due(evening)).isEqualTo("2026-11-02T17:00:00Z");
    }

    @Test
    void a_time_of_day_that_has_passed_is_that_of_tomorrow_and_the_present_one_is_now() {
        world.application.management().fans().setTimeZone(world.project, fan, BERLIN);
        Run run =
                start(
                        follow(OnUnmet.SKIP),
                        until("13:00", Optional.empty()),
                        until("12:59", Optional.empty()),
                        text());

        machine.execute(run);

        assertThat(outcomes(run)).containsExactly("COMPLETED added", WAITED, WAITING, "open");
        assertThat(due(run)).isEqualTo("2026-11-03T11:59:00Z");
    }

    @Test
    void of_several_possible_zones_the_last_one_counts() {
        // a Canadian toll-free number belongs to no area: all zones of North America
        FanId anywhere = world.fan(new PhoneNumber("+18335550123"));
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                follow(OnUnmet.SKIP),
                                until("09:00", Optional.empty()),
                                text()),
                        anywhere,
                        "SM1");
        machine.execute(run);

        // 12:00 UTC is 02:00 in Honolulu, where 09:00 comes last
        assertThat(due(run)).isEqualTo("2026-11-02T19:00:00Z");
    }

    @Test
    void a_date_that_has_passed_ends_the_wait_at_once() {
        Run run = start(follow(OnUnmet.SKIP), until("2026-10-31", "18:00"), text());

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());
        assertThat(outcomes(run)).containsExactly("COMPLETED added", WAITED, SENT);
    }

    @Test
    void without_a_time_zone_the_wait_fails_and_nothing_after_it_is_done() {
        FanId unknown = world.fanByMail("ada@fans.example");
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                follow(OnUnmet.SKIP),
                                until("18:00", Optional.empty()),
                                text()),
                        unknown,
                        "SM1");
        machine.execute(run);

        assertThat(outcomes(run))
                .containsExactly(
                        "COMPLETED added", "FAILED no_time_zone", "SKIPPED earlier_step_failed");
        assertThat(text.acted()).isZero();
    }

    @Test
    void the_time_zone_of_the_step_serves_fans_whose_own_is_unknown() {
        FanId unknown = world.fanByMail("ada@fans.example");
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                follow(OnUnmet.SKIP),
                                until("18:00", Optional.of(BERLIN)),
                                text()),
                        unknown,
                        "SM1");
        machine.execute(run);

        assertThat(due(run)).isEqualTo("2026-11-02T17:00:00Z");
    }

    @Test
    void a_wait_until_release_day_ends_at_its_time_in_the_zone_of_the_fan() {
        world.application.management().fans().setTimeZone(world.project, fan, BERLIN);
        Run run = start(follow(OnUnmet.SKIP), releaseDay(world.release.id()), text());
        machine.execute(run);

        assertThat(due(run)).isEqualTo("2026-12-04T08:00:00Z");
    }

    @Test
    void a_release_that_does_not_exist_fails_the_wait() {
        Run run = start(follow(OnUnmet.SKIP), text());
        FlowDefinition changed =
                world.definition(
                        "presave",
                        OnFailure.CONTINUE,
                        releaseDay(ReleaseId.from(world.ids)),
                        text());
        WaitSteps waits = new WaitSteps(QuietHours::standard);
        Run waiting =
                Run.begin(
                        run.key(),
                        fan,
                        run.event(),
                        TriggerClaim.of(
                                world.activeFlow(
                                        world.definition(
                                                "other",
                                                OnFailure.CONTINUE,
                                                forTime("PT1H"),
                                                text()))),
                        world.clock.instant());
        RequiredFacts required = waits.requiredAfter(-1, changed, waiting);

        Run failed =
                waits.advance(
                        waiting,
                        changed,
                        Optional.empty(),
                        Optional.of(
                                new WaitSteps.KnownFacts(
                                        required, world.facts.read(waiting, required))),
                        world.clock.instant());

        assertThat(failed.step(0).outcome()).contains(new StepOutcome.Failed(Reason.NOT_FOUND));
        assertThat(failed.step(1).outcome())
                .contains(new StepOutcome.Skipped(Reason.EARLIER_STEP_FAILED));
    }

    private static WaitStep releaseDay(ReleaseId release) {
        return new WaitStep(
                new WaitTime.ReleaseDay(
                        Optional.of(release), LocalTime.of(9, 0), Optional.empty()));
    }

    @Test
    void no_wait_is_longer_than_a_year() {
        Run run = start(follow(OnUnmet.SKIP), until("2027-11-03", "18:00"), text());

        machine.execute(run);

        assertThat(outcomes(run))
                .containsExactly(
                        "COMPLETED added", "FAILED wait_too_long", "SKIPPED earlier_step_failed");
    }

    @Test
    void a_wait_whose_condition_is_not_met_is_skipped() {
        Run run =
                start(
                        Map.of(
                                1,
                                new StepCondition.StepEnded(0, Set.of(StepCondition.Ended.FAILED))),
                        follow(OnUnmet.SKIP),
                        forTime("P3D"),
                        text());

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());
        assertThat(outcomes(run))
                .containsExactly("COMPLETED added", "SKIPPED condition_not_met", SENT);
    }

    @Test
    void an_earlier_deferred_step_is_done_during_a_wait_and_does_not_end_it() {
        Requirement connection = Requirement.streamingConnection(fan);
        follow.requiring(
                () -> Optional.of(MissingRequirement.until(connection, Reason.NOT_CONNECTED)));
        Run run = start(follow(OnUnmet.DEFER), text(), forTime("P3D"), text());
        machine.execute(run);
        assertThat(outcomes(run)).containsExactly("WAITING not_connected", SENT, WAITING, "open");

        follow.requiring(Optional::empty);
        wake(connection);
        assertThat(machine.execute(world.executions.started().getLast()))
                .isEqualTo(new StepAnswer.Park());

        assertThat(outcomes(run)).containsExactly("COMPLETED added", SENT, WAITING, "open");
    }

    private Run start(Map<Integer, StepCondition> conditions, Step... steps) {
        return world.startRun(
                world.activeFlow(
                        world.definition("presave", OnFailure.CONTINUE, steps)
                                .withConditions(new StepConditions(conditions))),
                fan,
                "SM1");
    }

    @Test
    void waits_for_two_releases_follow_each_other() {
        Release second =
                new Release(
                        ReleaseId.from(world.ids),
                        "High Tide",
                        "Night Harbour",
                        LocalDate.parse("2026-12-18"),
                        World.ALBUM,
                        world.clock.instant());
        world.catalog.create(world.project, second);
        world.application.management().fans().setTimeZone(world.project, fan, BERLIN);
        Run run =
                start(
                        follow(OnUnmet.SKIP),
                        releaseDay(world.release.id()),
                        releaseDay(second.id()),
                        text());
        machine.execute(run);
        assertThat(due(run)).isEqualTo("2026-12-04T08:00:00Z");

        resume(run);
        assertThat(due(run)).isEqualTo("2026-12-18T08:00:00Z");

        assertThat(machine.execute(resume(run))).isEqualTo(new StepAnswer.Done());
    }

    @Test
    void a_wait_after_a_message_that_a_report_settled_is_judged_soon() {
        text.thenWith(
                context -> {
                    world.messages.note(context.stepKey(), new DeliveryReport.Delivered());
                    return Attempt.completed(Reason.ACCEPTED);
                });
        Run run = start(text(), forTime("PT1H"));

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Yield());

        assertThat(due(run)).isEqualTo(world.clock.instant());
        assertThat(outcomes(resumeNow(run))).containsExactly("COMPLETED delivered", WAITING);
    }
}
