package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.CatalogService;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.testing.StateMachine;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Waits for release day follow the date of the release, whatever happens at the same moment. */
class ReleaseWaitTest extends StepRunnerFixture {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String DONE = "COMPLETED added";
    private static final String WAITING = "WAITING waiting_for_time";
    private static final String WAITED = "COMPLETED waited";
    private static final String CANCELLED = "SKIPPED release_cancelled";

    private final CatalogService catalog = world.application.management().catalog();

    @BeforeEach
    void the_fan_is_in_berlin() {
        world.application.management().fans().setTimeZone(world.project, fan, BERLIN);
    }

    private WaitStep releaseDay() {
        return new WaitStep(
                new WaitTime.ReleaseDay(
                        Optional.of(world.release.id()), LocalTime.of(9, 0), Optional.of(BERLIN)));
    }

    private void move(String date) {
        catalog.move(
                world.project,
                world.release.id(),
                ReleaseDate.parse(date, ReleaseDate.DEFAULT_ZONE).orElseThrow());
    }

    private void cancel() {
        catalog.cancel(world.project, world.release.id());
    }

    /** Handles the wake-ups, and what is due then. */
    private void deliver() {
        wakeAll();
        sweep();
    }

    private void sweep() {
        world.sweepAndResume();
    }

    private void go(String time) {
        world.clock.advance(Duration.between(world.clock.instant(), Instant.parse(time)));
    }

    private Instant due(Run run) {
        return world.run(run.key()).dueAt().orElseThrow();
    }

    private Run waiting() {
        return waitingUntil("2026-12-04T08:00:00Z");
    }

    private Run waitingUntil(String time) {
        Run run = start(follow(OnUnmet.SKIP), releaseDay(), text());
        machine.execute(run);
        assertThat(outcomes(run)).containsExactly(DONE, WAITING, "open");
        assertThat(due(run)).isEqualTo(time);
        return run;
    }

    private void executeLast() {
        machine.execute(world.executions.started().getLast());
    }

    private long listed() {
        return Requirement.releaseChanges(world.release.id()).stream()
                .mapToLong(
                        change ->
                                world.waitingRuns
                                        .find(world.project, change, Optional.empty(), 1000)
                                        .items()
                                        .size())
                .sum();
    }

    @Test
    void a_release_that_is_moved_back_is_waited_for_again_at_its_former_time() {
        Run run = waiting();

        move("2026-12-11");
        deliver();
        assertThat(due(run)).as("nobody is woken in vain").isEqualTo("2026-12-04T08:00:00Z");

        go("2026-12-04T08:00:00Z");
        sweep();
        assertThat(outcomes(run)).containsExactly(DONE, WAITING, "open");
        assertThat(due(run)).isEqualTo("2026-12-11T08:00:00Z");

        go("2026-12-11T08:00:00Z");
        sweep();
        executeLast();
        assertThat(outcomes(run)).containsExactly(DONE, WAITED, DONE);
        assertThat(text.acted()).isEqualTo(1);
    }

    @Test
    void a_release_that_is_moved_forward_wakes_those_who_wait_for_it() {
        Run run = waiting();

        move("2026-11-20");
        deliver();

        assertThat(outcomes(run)).containsExactly(DONE, WAITING, "open");
        assertThat(due(run)).isEqualTo("2026-11-20T08:00:00Z");
        go("2026-11-20T08:00:00Z");
        sweep();
        executeLast();
        assertThat(text.acted()).isEqualTo(1);
    }

    @Test
    void a_date_that_has_passed_ends_the_wait_at_once() {
        Run run = waiting();

        move("2026-10-30");
        deliver();
        executeLast();

        assertThat(outcomes(run)).containsExactly(DONE, WAITED, DONE);
    }

    @Test
    void a_date_that_moves_several_times_is_followed() {
        Run run = waiting();

        move("2026-12-18");
        go("2026-12-04T08:00:00Z");
        sweep();
        assertThat(due(run)).isEqualTo("2026-12-18T08:00:00Z");
        move("2026-12-09");
        deliver();
        assertThat(due(run)).isEqualTo("2026-12-09T08:00:00Z");
        move("2026-12-08");
        deliver();

        assertThat(due(run)).isEqualTo("2026-12-08T08:00:00Z");
        assertThat(listed()).isEqualTo(1);
    }

    @Test
    void a_month_is_waited_for_until_it_has_a_day_or_has_passed() {
        move("2026-12");
        Run run = start(follow(OnUnmet.SKIP), releaseDay(), text());
        machine.execute(run);
        assertThat(due(run)).isEqualTo("2027-01-01T08:00:00Z");

        move("2026-12-09");
        deliver();

        assertThat(due(run)).isEqualTo("2026-12-09T08:00:00Z");
    }

    @Test
    void a_year_that_ends_after_the_longest_wait_may_still_get_a_day() {
        move("2027");
        Run run = start(follow(OnUnmet.SKIP), releaseDay(), text());
        machine.execute(run);
        assertThat(due(run)).isEqualTo(world.clock.instant().plus(WaitTime.MAX));

        move("2027-03-05");
        deliver();
        assertThat(due(run)).isEqualTo("2027-03-05T08:00:00Z");
    }

    @Test
    void a_year_that_gets_no_day_fails_the_wait_after_the_longest_wait() {
        move("2027");
        Run run = start(follow(OnUnmet.SKIP), releaseDay(), text());
        machine.execute(run);

        world.clock.advance(WaitTime.MAX);
        sweep();

        assertThat(outcomes(run))
                .containsExactly(DONE, "FAILED wait_too_long", "SKIPPED earlier_step_failed");
    }

    @Test
    void a_cancelled_release_ends_the_wait_and_all_that_comes_after_it() {
        Run run = waiting();

        cancel();
        deliver();

        assertThat(outcomes(run)).containsExactly(DONE, CANCELLED, CANCELLED);
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(text.acted()).isZero();
        assertThat(listed()).isZero();
    }

    @Test
    void what_waits_for_something_else_goes_on_after_the_cancellation() {
        Requirement connection = Requirement.streamingConnection(fan);
        follow.requiring(
                () -> Optional.of(MissingRequirement.until(connection, Reason.NOT_CONNECTED)));
        Run run = start(follow(OnUnmet.DEFER), releaseDay(), text());
        machine.execute(run);

        cancel();
        deliver();
        assertThat(outcomes(run)).containsExactly("WAITING not_connected", CANCELLED, CANCELLED);

        follow.requiring(Optional::empty);
        wake(connection);
        executeLast();
        assertThat(outcomes(run)).containsExactly(DONE, CANCELLED, CANCELLED);
    }

    @Test
    void a_run_that_comes_to_a_wait_for_a_cancelled_release_ends_there() {
        cancel();
        Run run = start(follow(OnUnmet.SKIP), releaseDay(), text());

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());
        assertThat(outcomes(run)).containsExactly(DONE, CANCELLED, CANCELLED);
    }

    @Test
    void a_release_that_is_reinstated_before_its_runs_have_woken_is_waited_for() {
        Run run = waiting();

        cancel();
        move("2026-12-11");
        deliver();

        assertThat(due(run)).isEqualTo("2026-12-11T08:00:00Z");
    }

    @Test
    void every_one_of_many_runs_follows() {
        Flow flow =
                world.activeFlow(
                        "presave", OnFailure.CONTINUE, follow(OnUnmet.SKIP), releaseDay(), text());
        List<Run> runs =
                IntStream.range(0, 300)
                        .mapToObj(index -> new PhoneNumber("+1415555%04d".formatted(index)))
                        .map(number -> world.startRun(flow, world.fan(number), number.e164()))
                        .toList();
        runs.forEach(machine::execute);
        assertThat(listed()).isEqualTo(300);
        assertThat(world.waitingRuns.lists())
                .as("no key takes the writes of all fans")
                .hasSize(Requirement.RELEASE_LISTS);

        cancel();
        deliver();

        assertThat(runs)
                .allSatisfy(
                        run ->
                                assertThat(outcomes(run))
                                        .containsExactly(DONE, CANCELLED, CANCELLED));
        assertThat(listed()).isZero();
    }

    /** The nth time that the release is read without cached values, this happens right after. */
    private FactReader then(int read, Runnable happens) {
        return new FactReader() {
            private int reads;

            @Override
            public Optional<FlowVersion> findFlowVersion(
                    ProjectId project, FlowId flow, int number) {
                return world.facts.findFlowVersion(project, flow, number);
            }

            @Override
            public Facts read(Run run, RequiredFacts required) {
                return after(required, world.facts.read(run, required));
            }

            @Override
            public RunWithFacts readWithRun(
                    RunKey key, RunOutline outline, RequiredFacts required) {
                RunWithFacts read = world.facts.readWithRun(key, outline, required);
                return new RunWithFacts(read.run(), after(required, read.facts()));
            }

            private Facts after(RequiredFacts required, Facts facts) {
                if (required.release().isPresent() && ++reads == read) {
                    happens.run();
                }
                return facts;
            }
        };
    }

    private void wakeAll() {
        Optional<WakeUp.RequirementMet> next = world.wakeUps.take();
        while (next.isPresent()) {
            world.waker.wake(next.get());
            next = world.wakeUps.take();
        }
    }

    private StateMachine machineReading(FactReader facts) {
        return machineAnnouncing(facts, world.waitingRuns);
    }

    private StateMachine machineAnnouncing(FactReader facts, WaitingRunStore waiting) {
        return new StateMachine(world.clock)
                .counting(world.executions::isCounted)
                .with(
                        StepType.FOLLOW_ARTIST,
                        new StepRunner<>(
                                follow,
                                world.ledger,
                                facts,
                                waiting,
                                world.observer,
                                world.ids,
                                world.clock,
                                Optional.empty()))
                .with(StepType.SEND_TEXT, world.runner(text));
    }

    /** 1: before the wait is announced; 2: between the second look and the recorded wait. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_date_that_moves_while_a_step_records_the_wait_is_not_missed(int read) {
        Run run = start(follow(OnUnmet.SKIP), releaseDay(), text());
        FactReader facts =
                then(
                        read,
                        () -> {
                            move("2026-11-20");
                            wakeAll();
                        });

        machineReading(facts).execute(run);
        sweep();

        assertThat(outcomes(run)).containsExactly(DONE, WAITING, "open");
        assertThat(due(run)).isEqualTo("2026-11-20T08:00:00Z");
        assertThat(follow.acted()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_date_that_moves_while_a_due_run_records_the_wait_is_not_missed(int read) {
        Run run = waiting();
        move("2026-12-18");
        go("2026-12-04T08:00:00Z");
        RunResumer resumer =
                new RunResumer(
                        world.ledger,
                        then(
                                read,
                                () -> {
                                    move("2026-12-09");
                                    wakeAll();
                                }),
                        world.waitingRuns,
                        world.executions,
                        world.observer,
                        world.ids,
                        world.clock);

        resumer.resume(run.key());
        sweep();

        assertThat(due(run)).isEqualTo("2026-12-09T08:00:00Z");
    }

    @Test
    void a_date_that_moves_back_between_the_two_looks_keeps_the_announcement_as_long() {
        Run run = start(follow(OnUnmet.SKIP), releaseDay(), text());
        AnnouncedUntil announced = new AnnouncedUntil();

        machineAnnouncing(then(1, () -> move("2026-12-18")), announced).execute(run);

        assertThat(due(run)).isEqualTo("2026-12-18T08:00:00Z");
        assertThat(announced.expires).isEqualTo(due(run).plus(Duration.ofDays(1)));
    }

    @Test
    void a_wait_for_the_longest_time_is_announced_once_although_time_passes() {
        move("2028-12");
        Run run = start(follow(OnUnmet.SKIP), releaseDay(), text());
        AnnouncedUntil announced = new AnnouncedUntil();
        announced.takes = Duration.ofMillis(20);

        machineAnnouncing(world.facts, announced).execute(run);

        assertThat(outcomes(run)).containsExactly(DONE, WAITING, "open");
        assertThat(announced.times).isEqualTo(1);
    }

    /** What the step knew when it began is as old as its call to a provider is long. */
    private Run changedWhileTheStepBeforeActs(Runnable change) {
        Run run = start(follow(OnUnmet.SKIP), releaseDay(), text());
        follow.then(
                () -> {
                    change.run();
                    return Attempt.completed(Reason.ADDED);
                });
        machine.execute(run);
        return run;
    }

    @Test
    void a_release_that_is_reinstated_while_the_step_before_acts_is_waited_for() {
        cancel();

        Run run = changedWhileTheStepBeforeActs(() -> move("2026-12-11"));

        assertThat(outcomes(run)).containsExactly(DONE, WAITING, "open");
        assertThat(due(run)).isEqualTo("2026-12-11T08:00:00Z");
        assertThat(listed()).isEqualTo(1);
    }

    @Test
    void a_release_that_is_moved_back_while_the_step_before_acts_is_waited_for() {
        move("2026-10-30");

        Run run = changedWhileTheStepBeforeActs(() -> move("2026-12-11"));

        assertThat(outcomes(run)).containsExactly(DONE, WAITING, "open");
        assertThat(text.acted()).isZero();
    }

    @Test
    void a_mistyped_day_in_place_of_a_month_ends_no_wait_before_it_can_be_corrected() {
        move("2026-12");
        Run run = waitingUntil("2027-01-01T08:00:00Z");

        move("2028-12-11");
        deliver();
        assertThat(outcomes(run)).containsExactly(DONE, WAITING, "open");
        move("2026-12-11");
        deliver();

        assertThat(due(run)).isEqualTo("2026-12-11T08:00:00Z");
    }

    @Test
    void a_step_is_recorded_even_if_the_wait_after_it_cannot_be_announced() {
        Run run = start(follow(OnUnmet.SKIP), releaseDay(), text());
        AnnouncedUntil broken = new AnnouncedUntil();
        broken.fails = true;

        assertThat(machineAnnouncing(world.facts, broken).execute(run))
                .isEqualTo(new StepAnswer.Yield());
        assertThat(outcomes(run)).containsExactly(DONE, "open", "open");

        sweep();
        assertThat(outcomes(run)).containsExactly(DONE, WAITING, "open");
        assertThat(follow.acted()).isEqualTo(1);
        assertThat(listed()).isEqualTo(1);
    }

    /** Notes how long the latest announcement is kept, takes its time, or fails. */
    private final class AnnouncedUntil implements WaitingRunStore {
        private static final int MOST = 10;

        private Instant expires = Instant.MIN;
        private Duration takes = Duration.ZERO;
        private int times;
        private boolean fails;

        @Override
        public void add(RunKey run, Requirement requirement, String nonce, Instant expiresAt) {
            if (fails || times == MOST) {
                throw new IllegalStateException("the table does not answer");
            }
            times++;
            world.clock.advance(takes);
            expires = expiresAt;
            world.waitingRuns.add(run, requirement, nonce, expiresAt);
        }

        @Override
        public Page<WaitingRun> find(
                ProjectId project, Requirement requirement, Optional<String> cursor, int limit) {
            return world.waitingRuns.find(project, requirement, cursor, limit);
        }

        @Override
        public void remove(RunKey run, Requirement requirement, WaitingRun entry) {
            world.waitingRuns.remove(run, requirement, entry);
        }

        @Override
        public Page<WaitingRun> findBetween(
                ProjectId project, Requirement requirement, String cursor, String next, int limit) {
            return world.waitingRuns.findBetween(project, requirement, cursor, next, limit);
        }

        @Override
        public Optional<String> continuationOf(ListPage page) {
            return world.waitingRuns.continuationOf(page);
        }

        @Override
        public void addContinuation(ListPage page, String next, Instant now) {
            world.waitingRuns.addContinuation(page, next, now);
        }
    }
}
