package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.FailingLedger;
import dev.actionflows.domain.testing.Runs;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Runs that cannot continue are retried at growing intervals, and do not delay others. */
class StuckRunsTest {
    private static final Duration SWEEPS = Duration.ofMinutes(1);

    private final World world = new World();
    private final Flow flow =
            world.activeFlow(
                    "presave", OnFailure.CONTINUE, new AddToSegmentStep(world.segment.id()));
    private final Set<RunKey> unreadable = new HashSet<>();
    private final DueRunReceiver receiver =
            receiver(
                    key -> {
                        if (unreadable.contains(key)) {
                            throw new IllegalStateException("planted: no such step type");
                        }
                    });

    private interface Reading {
        void of(RunKey key);
    }

    private DueRunReceiver receiver(Reading reading) {
        return new DueRunReceiver(
                new RunResumer(
                        new FailingLedger(
                                world.ledger,
                                key -> {
                                    reading.of(key);
                                    return false;
                                }),
                        world.facts,
                        world.waitingRuns,
                        world.executions,
                        world.observer,
                        world.ids,
                        world.clock),
                world.setAside,
                world.clock);
    }

    private List<RunKey> start(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        _ ->
                                world.startRun(
                                                flow,
                                                world.fan(World.FAN_NUMBER),
                                                "SM" + world.executions.started().size())
                                        .key())
                .toList();
    }

    /** One sweep and the handling of its messages, in order. */
    private List<RunKey> sweep() {
        int before = world.wakeUps.due().size();
        Deadline deadline = new Deadline(world.clock.instant().plusSeconds(50), world.clock);
        IntStream.range(0, world.sweeper.shards())
                .forEach(shard -> world.sweeper.sweep(shard, deadline));
        world.sweeper.sweep(world.setAside, deadline);
        List<RunKey> sent = world.wakeUps.due();
        List<RunKey> now = List.copyOf(sent.subList(before, sent.size()));
        for (RunKey run : now) {
            try {
                receiver.receive(run);
            } catch (IllegalStateException e) {
                assertThat(unreadable).contains(run);
            }
        }
        return now;
    }

    @Test
    void a_thousand_unreadable_runs_do_not_delay_readable_ones() {
        unreadable.addAll(start(1000));
        world.clock.advance(Run.LEASE);
        RunKey first = start(1).getFirst();
        world.clock.advance(Run.LEASE);

        assertThat(sweep()).as("in the same sweep").contains(first);
        assertThat(world.run(first).epoch()).isEqualTo(2);

        RunKey second = start(1).getFirst();
        world.clock.advance(Run.LEASE);
        List<RunKey> sent = sweep();
        assertThat(sent.indexOf(second)).as("before all runs set aside").isLessThan(2);
        assertThat(sent).hasSizeLessThanOrEqualTo(1002);
        assertThat(world.setAside.find(2000)).hasSize(1000);
    }

    @Test
    void an_unreadable_run_is_retried_with_backoff_and_continues_once_it_is_readable() {
        RunKey run = start(1).getFirst();
        unreadable.add(run);
        world.clock.advance(Run.LEASE);
        int tries = 0;
        for (int minute = 0; minute < Duration.ofDays(1).toMinutes(); minute++) {
            tries += sweep().size();
            world.clock.advance(SWEEPS);
        }
        assertThat(tries).isBetween(10, 16);

        unreadable.clear();
        for (int minute = 0; minute < Duration.ofHours(4).toMinutes(); minute++) {
            sweep();
            world.clock.advance(SWEEPS);
        }

        assertThat(world.executions.started()).extracting(Run::key).contains(run);
        assertThat(world.run(run).epoch()).isGreaterThan(1);
    }

    @Test
    void a_run_is_not_set_aside_because_the_table_is_busy() {
        RunKey run = start(1).getFirst();
        world.clock.advance(Run.LEASE);
        DueRunReceiver busy =
                receiver(
                        _ -> {
                            throw new ProblemException(ErrorCode.TRY_AGAIN, "planted: busy");
                        });

        org.assertj.core.api.Assertions.assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> busy.receive(run));

        assertThat(world.setAside.find(10)).isEmpty();
        assertThat(sweep()).containsExactly(run);
    }

    /** When executions are requested during this time, in minutes from now. */
    private List<Long> startsWithin(Duration time) {
        Instant begin = world.clock.instant();
        List<Long> minutes = new ArrayList<>();
        int started = world.executions.started().size();
        while (world.clock.instant().isBefore(begin.plus(time))) {
            sweep();
            if (world.executions.started().size() > started) {
                started = world.executions.started().size();
                minutes.add(Duration.between(begin, world.clock.instant()).toMinutes());
            }
            world.clock.advance(SWEEPS);
        }
        return minutes;
    }

    @Test
    void a_run_whose_executions_never_begin_is_retried_with_backoff() {
        RunKey run = start(1).getFirst();
        world.clock.advance(Run.LEASE);

        assertThat(startsWithin(Duration.ofDays(1)))
                .startsWith(0L, 2L, 4L, 6L, 9L, 13L, 19L, 26L, 33L)
                .hasSizeBetween(190, 220);

        assertThat(world.setAside.find(10))
                .extracting(DueRunIndex.DueRun::run)
                .containsExactly(run);
        assertThat(world.run(run).status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void a_run_set_aside_continues_as_soon_as_the_state_machine_reports_its_execution() {
        RunKey run = start(1).getFirst();
        world.clock.advance(Run.LEASE);
        startsWithin(Duration.ofHours(1));
        assertThat(world.run(run).isSetAside()).isTrue();
        int started = world.executions.started().size();

        world.ledger.replace(
                world.run(run), Runs.stepDied(world.run(run), false, world.clock.instant()));
        sweep();

        assertThat(world.executions.started()).hasSize(started + 1);
        assertThat(world.run(run).isSetAside()).isFalse();
        assertThat(world.run(run).dueAt()).contains(world.clock.instant().plus(Run.LEASE));
    }

    /** The state machine repeatedly ends the run's executions soon after their start. */
    private Run endedByTheStateMachine(RunKey run, int times, boolean patient) {
        world.clock.advance(Run.LEASE);
        for (int time = 0; time < times; time++) {
            sweep();
            Run resumed = world.run(run);
            assertThat(resumed.epoch()).isEqualTo(time + 2);
            assertThat(resumed.isSetAside())
                    .as("set aside after %d executions", time + 1)
                    .isFalse();
            if (patient) {
                world.ledger.claim(
                        run,
                        new RunLedger.ClaimRequest(
                                resumed.epoch(), 0, Optional.empty(), true, world.clock.instant()));
            }
            Run died = world.run(run);
            world.ledger.replace(died, Runs.stepDied(died, patient, world.clock.instant()));
            world.clock.advance(SWEEPS);
        }
        return world.run(run);
    }

    @Test
    void executions_that_request_a_later_retry_do_not_set_their_run_aside() {
        Run run = endedByTheStateMachine(start(1).getFirst(), 6, true);

        assertThat(run.startsWithoutProgress()).isZero();
        assertThat(run.stall()).isEmpty();
        assertThat(world.setAside.find(10)).isEmpty();
    }

    @Test
    void executions_whose_function_is_not_invoked_do_not_set_their_run_aside() {
        Run run = endedByTheStateMachine(start(1).getFirst(), 30, false);

        assertThat(run.stall()).isEmpty();
        assertThat(world.setAside.find(10)).isEmpty();
    }

    @Test
    void a_run_is_no_longer_set_aside_once_an_execution_makes_progress() {
        ScriptedAction<AddToSegmentStep> segments =
                new ScriptedAction<>(AddToSegmentStep.class, Delivery.REPEATABLE);
        RunKey run = start(1).getFirst();
        world.clock.advance(Run.LEASE);
        startsWithin(Duration.ofHours(1));
        segments.then(() -> Attempt.tryLater(Reason.RATE_LIMITED, Duration.ofHours(9)));

        new StateMachine(world.clock)
                .with(StepType.ADD_TO_SEGMENT, world.runner(segments))
                .execute(world.executions.started().getLast());

        assertThat(world.setAside.find(10)).isEmpty();
        assertThat(world.run(run).stall()).isEmpty();
        assertThat(world.run(run).status()).isEqualTo(RunStatus.WAITING);
    }

    @Test
    void refused_starts_do_not_increase_the_backoff() {
        RunKey run = start(1).getFirst();
        world.executions.refuse();
        world.clock.advance(Run.LEASE);
        startsWithin(Duration.ofHours(1));

        world.executions.accept();
        Instant accepted = world.clock.instant();
        startsWithin(Duration.ofMinutes(3));

        assertThat(world.executions.started().getLast().key()).isEqualTo(run);
        assertThat(world.executions.started()).hasSizeGreaterThan(1);
        assertThat(Duration.between(accepted, world.clock.instant()))
                .isLessThanOrEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void refused_starts_do_not_count_as_lost_starts() {
        RunKey run = start(1).getFirst();
        world.executions.refuse();
        world.clock.advance(Run.LEASE);
        startsWithin(Duration.ofHours(1));
        assertThat(world.run(run).stall()).isEmpty();

        world.executions.accept();
        int lost = 0;
        while (!world.run(run).isSetAside()) {
            lost += startsWithin(SWEEPS).size();
        }

        assertThat(lost).isEqualTo(Stall.MAX_LOST_STARTS + 1);
    }

    @Test
    void each_sweep_reports_the_number_of_runs_set_aside() {
        unreadable.addAll(start(3));
        world.clock.advance(Run.LEASE);
        sweep();

        assertThat(
                        new RunSweeper(new InMemoryDueRunIndex(world.ledger), world.wakeUps)
                                .sweep(
                                        world.setAside,
                                        new Deadline(
                                                world.clock.instant().plusSeconds(50),
                                                world.clock)))
                .isEqualTo(3);
    }
}
