package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.DueRunIndex.DueRun;
import dev.actionflows.domain.run.DueRunIndex.Period;
import dev.actionflows.domain.testing.Runs;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The contract of {@link DueRunIndex} implementations. */
public abstract class DueRunIndexContract {
    private static final Instant NOW = Samples.NOW;

    private final RunLedger ledger;
    private final DueRunIndex due;

    /** A separate project for each test, so that runs of other tests do not interfere. */
    private final ProjectId project = Samples.projectId();

    private final FlowId flow = Samples.flowId();

    protected DueRunIndexContract(Stores stores) {
        this.ledger = stores.runs();
        this.due = stores.dueRuns();
    }

    @Test
    void a_run_is_listed_from_its_due_time() {
        Run run = dueAt(Optional.of(NOW));

        assertThat(dueUntil(NOW.minusMillis(1))).isEmpty();
        assertThat(dueUntil(NOW)).containsExactly(new DueRun(run.key(), NOW));
    }

    @Test
    void a_run_that_was_due_before_the_period_is_not_listed() {
        Run run = dueAt(Optional.of(NOW));

        assertThat(dueIn(new Period(NOW.plusMillis(1), NOW.plusSeconds(60)))).isEmpty();
        assertThat(dueIn(new Period(NOW, NOW))).containsExactly(new DueRun(run.key(), NOW));
    }

    @Test
    void a_rescheduled_run_is_listed_only_at_its_new_due_time() {
        Run run = dueAt(Optional.of(NOW));
        ledger.replace(run, Runs.dueAt(run, Optional.of(NOW.plusSeconds(30))));

        assertThat(dueUntil(NOW)).isEmpty();
        assertThat(dueUntil(NOW.plusSeconds(30)))
                .containsExactly(new DueRun(run.key(), NOW.plusSeconds(30)));
    }

    @Test
    void an_ended_run_is_not_listed() {
        Run run = dueAt(Optional.of(NOW));
        ledger.replace(run, Runs.dueAt(run, Optional.empty()));

        assertThat(dueUntil(NOW.plusSeconds(1_000_000))).isEmpty();
    }

    @Test
    void each_shard_lists_its_runs_by_time_across_pages_and_all_shards_cover_every_run() {
        List<DueRun> stored = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            // two per time
            Instant at = NOW.plusMillis(i / 2);
            stored.add(new DueRun(dueAt(Optional.of(at)).key(), at));
        }

        List<DueRun> listed = new ArrayList<>();
        for (int shard = 0; shard < due.shards(); shard++) {
            List<DueRun> part = readAll(shard, Period.until(NOW.plusSeconds(60)), 3);
            assertThat(part).extracting(DueRun::at).isSorted();
            listed.addAll(part);
        }

        assertThat(listed).filteredOn(this::isOurs).containsExactlyInAnyOrderElementsOf(stored);
    }

    private List<DueRun> dueUntil(Instant until) {
        return dueIn(Period.until(until));
    }

    private List<DueRun> dueIn(Period period) {
        return IntStream.range(0, due.shards())
                .mapToObj(shard -> readAll(shard, period, 50))
                .flatMap(List::stream)
                .filter(this::isOurs)
                .toList();
    }

    private List<DueRun> readAll(int shard, Period period, int limit) {
        List<DueRun> read = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<DueRun> page = due.find(shard, period, cursor, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            read.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return read;
    }

    private boolean isOurs(DueRun entry) {
        return entry.run().project().equals(project);
    }

    private Run dueAt(Optional<Instant> at) {
        Run run = Runs.dueAt(Samples.run(project, flow, NOW), at);
        ledger.putIfAbsent(run);
        return run;
    }
}
