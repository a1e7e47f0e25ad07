package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.FlowRunReader.FlowShard;
import dev.actionflows.domain.run.FlowRunReader.FoundRun;
import dev.actionflows.domain.testing.Runs;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The contract of {@link FlowRunReader} implementations. */
public abstract class FlowRunReaderContract {
    private static final Instant NOW = Samples.NOW;

    private final RunLedger ledger;
    private final FlowRunReader reader;
    private final ProjectId project = Samples.projectId();
    private final FlowId flow = Samples.flowId();

    protected FlowRunReaderContract(RunLedger ledger, FlowRunReader reader) {
        this.ledger = ledger;
        this.reader = reader;
    }

    private Run run(Instant startedAt) {
        Run run = Samples.run(project, flow, startedAt);
        ledger.putIfAbsent(run);
        return run;
    }

    private List<Run> readAll(Instant from, Instant until, int limit) {
        return IntStream.range(0, reader.shards())
                .mapToObj(shard -> readShard(shard, from, until, limit))
                .flatMap(List::stream)
                .toList();
    }

    private List<Run> readShard(int shard, Instant from, Instant until, int limit) {
        List<Run> read = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<FoundRun> page =
                    reader.read(new FlowShard(project, flow, shard, from, until), cursor, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            for (FoundRun found : page.items()) {
                read.add(((FoundRun.Decoded) found).run());
                assertThat(found.key()).isEqualTo(read.getLast().key());
            }
            cursor = page.next();
        } while (cursor.isPresent());
        return read;
    }

    @Test
    void all_shards_cover_every_run_and_each_lists_its_runs_by_time_across_pages() {
        List<Run> stored = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            // two per time
            stored.add(run(NOW.plusMillis(number / 2)));
        }

        assertThat(readAll(Instant.EPOCH, NOW.plusSeconds(1), 3))
                .containsExactlyInAnyOrderElementsOf(stored);
        for (int shard = 0; shard < reader.shards(); shard++) {
            assertThat(readShard(shard, Instant.EPOCH, NOW.plusSeconds(1), 3))
                    .extracting(Run::startedAt)
                    .isSorted();
        }
    }

    @Test
    void a_period_includes_both_of_its_ends() {
        run(NOW.minusMillis(1));
        Run first = run(NOW);
        Run last = run(NOW.plusMillis(5));
        run(NOW.plusMillis(6));

        assertThat(readAll(NOW, NOW.plusMillis(5), 10)).containsExactlyInAnyOrder(first, last);
    }

    @Test
    void runs_are_read_as_they_are_now() {
        Run run = run(NOW);
        Run ended = ledger.replace(run, Runs.dueAt(run, Optional.empty())).orElseThrow();

        assertThat(readAll(Instant.EPOCH, NOW, 10)).containsExactly(ended);
    }

    @Test
    void runs_of_other_flows_and_projects_are_not_read() {
        run(NOW);
        ledger.putIfAbsent(Samples.run(project, Samples.flowId(), NOW));
        ledger.putIfAbsent(Samples.run(Samples.projectId(), flow, NOW));

        assertThat(readAll(Instant.EPOCH, NOW, 10)).hasSize(1);
    }

    @Test
    void a_cursor_of_another_list_is_rejected() {
        assertThatThrownBy(
                        () ->
                                reader.read(
                                        new FlowShard(project, flow, 0, Instant.EPOCH, NOW),
                                        Optional.of("bm90aGluZw"),
                                        10))
                .isInstanceOf(ProblemException.class);
    }
}
