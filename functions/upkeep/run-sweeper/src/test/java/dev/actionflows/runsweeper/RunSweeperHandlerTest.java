package dev.actionflows.runsweeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.InMemoryDueRunIndex;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.SweepQueue;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.testing.RecordingObserver;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class RunSweeperHandlerTest {
    private final World world = new World();

    private String sweep(DueRunIndex due) {
        return sweep(due, world.wakeUps);
    }

    private String sweep(DueRunIndex due, SweepQueue later) {
        Log log = new Log(OutputStream.nullOutputStream(), world.clock);
        RunSweeperHandler handler =
                new RunSweeperHandler(
                        new ScheduledSweep(
                                new RunSweeper(due, world.wakeUps),
                                world.setAside,
                                later,
                                world.observer,
                                world.clock,
                                log),
                        world.clock,
                        log);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)),
                    output,
                    new TestContext());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    /** Due runs in all shards. */
    private List<RunKey> createDueRuns() {
        Flow flow =
                world.activeFlow(
                        "presave", OnFailure.CONTINUE, new AddToSegmentStep(world.segment.id()));
        List<RunKey> runs =
                IntStream.range(0, 20)
                        .mapToObj(
                                number ->
                                        world.startRun(
                                                        flow,
                                                        world.fan(World.FAN_NUMBER),
                                                        "SM" + number)
                                                .key())
                        .toList();
        world.clock.advance(Run.LEASE);
        return runs;
    }

    @Test
    void every_due_run_of_every_shard_is_sent_once() {
        List<RunKey> runs = createDueRuns();

        String summary = sweep(new InMemoryDueRunIndex(world.ledger));

        assertThat(world.wakeUps.due()).containsExactlyInAnyOrderElementsOf(runs);
        assertThat(summary)
                .contains("\"found\":20")
                .contains("\"sent\":20")
                .contains("\"complete\":true");
    }

    @Test
    void a_scheduled_sweep_requests_further_sweeps_at_short_intervals() {
        sweep(new InMemoryDueRunIndex(world.ledger));

        assertThat(world.wakeUps.sweeps()).isEqualTo(RunSweeper.FURTHER_SWEEPS);
    }

    @Test
    void a_further_sweep_that_cannot_be_requested_prevents_no_other() {
        List<Duration> requested = new ArrayList<>();

        sweep(
                new InMemoryDueRunIndex(world.ledger),
                delay -> {
                    requested.add(delay);
                    throw new IllegalStateException("the queue is busy");
                });

        assertThat(requested).isEqualTo(RunSweeper.FURTHER_SWEEPS);
    }

    @Test
    void a_count_of_zero_set_aside_runs_is_reported() {
        sweep(new InMemoryDueRunIndex(world.ledger));

        assertThat(world.observer.facts(RecordingObserver.Fact.RunsSetAside.class))
                .extracting(RecordingObserver.Fact.RunsSetAside::count)
                .containsExactly(0);
    }

    @Test
    void runs_set_aside_are_reported_and_sent_when_due() {
        List<RunKey> runs = createDueRuns();
        runs.forEach(run -> world.setAside.setAside(run, world.clock.instant()));

        sweep(new InMemoryDueRunIndex(world.ledger));
        assertThat(world.wakeUps.due()).isEmpty();
        world.clock.advance(Duration.ofMinutes(1));
        sweep(new InMemoryDueRunIndex(world.ledger));

        assertThat(world.wakeUps.due()).containsExactlyInAnyOrderElementsOf(runs);
        assertThat(world.observer.facts(RecordingObserver.Fact.RunsSetAside.class))
                .extracting(RecordingObserver.Fact.RunsSetAside::count)
                .containsExactly(20, 20);
    }

    @Test
    void an_unreadable_shard_fails_the_sweep_after_all_others_are_done() {
        List<RunKey> runs = createDueRuns();
        world.setAside.setAside(runs.getFirst(), world.clock.instant());
        world.clock.advance(Duration.ofMinutes(1));
        DueRunIndex healthy = new InMemoryDueRunIndex(world.ledger);
        DueRunIndex broken =
                new DueRunIndex() {
                    @Override
                    public int shards() {
                        return healthy.shards() + 1;
                    }

                    @Override
                    public Page<DueRun> find(
                            int shard, Period period, Optional<String> cursor, int limit) {
                        if (shard == 0) {
                            throw new IllegalStateException("this part is broken");
                        }
                        return healthy.find(shard - 1, period, cursor, limit);
                    }
                };

        assertThatIllegalStateException()
                .isThrownBy(() -> sweep(broken))
                .withMessageContaining("1 shards");
        assertThat(world.wakeUps.due()).containsExactlyInAnyOrderElementsOf(runs);
    }
}
