package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Runs;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The contract of {@link SetAsideRunStore} implementations, together with the ledger and the due
 * index of the same runs.
 */
public abstract class SetAsideRunStoreContract {
    private static final Instant NOW = Samples.NOW;

    private final RunLedger ledger;
    private final DueRunIndex due;
    private final SetAsideRunStore setAside;
    private final ProjectId project = Samples.projectId();
    private final FlowId flow = Samples.flowId();

    protected SetAsideRunStoreContract(Stores stores) {
        this.ledger = stores.runs();
        this.due = stores.dueRuns();
        this.setAside = stores.setAsideRuns();
    }

    @Test
    void a_run_set_aside_leaves_the_due_index_and_is_due_again_in_a_minute() {
        Run run = stored(Optional.of(NOW), Optional.empty());
        assertThat(dueUntil(NOW)).containsExactly(new DueRunIndex.DueRun(run.key(), NOW));

        setAside.setAside(run.key(), NOW);

        assertThat(dueUntil(NOW.plus(Duration.ofDays(1)))).isEmpty();
        assertThat(aside()).containsExactly(new DueRunIndex.DueRun(run.key(), NOW.plusSeconds(60)));
    }

    @Test
    void the_backoff_doubles_up_to_four_hours() {
        Run run = stored(Optional.of(NOW), Optional.empty());
        List<Long> minutes = new ArrayList<>();
        Instant now = NOW;
        for (int time = 0; time < 12; time++) {
            setAside.setAside(run.key(), now);
            Instant next = aside().getFirst().at();
            minutes.add(Duration.between(now, next).toMinutes());
            now = next;
        }

        assertThat(minutes)
                .containsExactly(1L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 240L, 240L, 240L);
    }

    @Test
    void a_run_that_is_stored_again_returns_to_the_due_index() {
        Run run = stored(Optional.of(NOW), Optional.empty());
        setAside.setAside(run.key(), NOW);

        Run again =
                ledger.replace(run, with(run, Optional.of(NOW.plusSeconds(75)), Optional.empty()))
                        .orElseThrow();

        assertThat(aside()).isEmpty();
        assertThat(dueUntil(NOW.plusSeconds(75)))
                .containsExactly(new DueRunIndex.DueRun(run.key(), NOW.plusSeconds(75)));

        setAside.setAside(again.key(), NOW.plusSeconds(75));
        assertThat(aside())
                .as("the backoff starts over")
                .containsExactly(new DueRunIndex.DueRun(run.key(), NOW.plusSeconds(135)));
    }

    @Test
    void a_run_that_is_not_due_ended_or_unknown_is_not_set_aside() {
        Run later = stored(Optional.of(NOW.plusSeconds(1)), Optional.empty());
        Run ended = stored(Optional.empty(), Optional.empty());

        setAside.setAside(later.key(), NOW);
        setAside.setAside(ended.key(), NOW);
        setAside.setAside(Samples.run(project, flow, NOW).key(), NOW);

        assertThat(aside()).isEmpty();
        assertThat(dueUntil(NOW.plusSeconds(1)))
                .containsExactly(new DueRunIndex.DueRun(later.key(), NOW.plusSeconds(1)));
        assertThat(ledger.find(ended.key())).contains(ended);
    }

    @Test
    void a_run_with_repeatedly_lost_executions_is_set_aside_until_they_succeed() {
        Instant until = NOW.plusSeconds(200);
        Run run = stored(Optional.of(until), Optional.of(new Stall(4, Optional.of(until))));

        assertThat(ledger.find(run.key())).contains(run);
        assertThat(aside()).containsExactly(new DueRunIndex.DueRun(run.key(), until));
        assertThat(dueUntil(until)).isEmpty();

        ledger.replace(run, with(run, Optional.of(until), Optional.empty()));
        assertThat(aside()).isEmpty();
        assertThat(dueUntil(until)).containsExactly(new DueRunIndex.DueRun(run.key(), until));
    }

    @Test
    void the_earliest_runs_are_found_up_to_the_limit() {
        List<DueRunIndex.DueRun> stored = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            // long before the runs of other tests
            Instant at = Instant.EPOCH.plusSeconds(i + 1);
            Run run = stored(Optional.of(at), Optional.of(new Stall(4, Optional.of(at))));
            stored.add(new DueRunIndex.DueRun(run.key(), at));
        }

        assertThat(setAside.find(5)).isEqualTo(stored.subList(0, 5));
        stored.forEach(entry -> ledger.find(entry.run()).ifPresent(this::end));
    }

    private void end(Run run) {
        ledger.replace(run, with(run, Optional.empty(), Optional.empty()));
    }

    private List<DueRunIndex.DueRun> aside() {
        return setAside.find(1000).stream()
                .filter(entry -> entry.run().project().equals(project))
                .toList();
    }

    private List<DueRunIndex.DueRun> dueUntil(Instant until) {
        return IntStream.range(0, due.shards())
                .mapToObj(
                        shard ->
                                due.find(
                                                shard,
                                                DueRunIndex.Period.until(until),
                                                Optional.empty(),
                                                1000)
                                        .items())
                .flatMap(List::stream)
                .filter(entry -> entry.run().project().equals(project))
                .toList();
    }

    private Run stored(Optional<Instant> at, Optional<Stall> stall) {
        Run run = with(Samples.run(project, flow, NOW), at, stall);
        ledger.putIfAbsent(run);
        return run;
    }

    private static Run with(Run run, Optional<Instant> at, Optional<Stall> stall) {
        return Runs.copyOf(Runs.dueAt(run, at)).stall(stall).build();
    }
}
