package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

class InMemoryFlowRunReaderTest extends FlowRunReaderContract {
    private static final InMemoryRunLedger LEDGER = new InMemoryRunLedger();

    InMemoryFlowRunReaderTest() {
        super(LEDGER, new InMemoryFlowRunReader(LEDGER));
    }

    @Test
    void a_removed_run_is_in_no_list() {
        InMemoryRunLedger ledger = new InMemoryRunLedger();
        Run kept = Samples.run(Samples.projectId(), Samples.flowId(), Samples.NOW);
        Run removed = Samples.run(Samples.projectId(), Samples.flowId(), Samples.NOW);
        ledger.putIfAbsent(kept);
        ledger.putIfAbsent(removed);

        assertThat(ledger.remove(removed.key())).isTrue();
        assertThat(ledger.remove(removed.key())).isFalse();

        assertThat(started(ledger, removed)).isEmpty();
        assertThat(started(ledger, kept)).containsExactly(kept);
        assertThat(due(ledger)).containsExactly(kept.key());
    }

    private static List<Run> started(InMemoryRunLedger ledger, Run run) {
        FlowRunReader reader = new InMemoryFlowRunReader(ledger, _ -> false, 1);
        return reader
                .read(
                        new FlowRunReader.FlowShard(
                                run.key().project(), run.flow(), 0, Instant.EPOCH, Samples.NOW),
                        Optional.empty(),
                        10)
                .items()
                .stream()
                .map(found -> ((FlowRunReader.FoundRun.Decoded) found).run())
                .toList();
    }

    private static List<RunKey> due(InMemoryRunLedger ledger) {
        return ledger.listByDueTime(_ -> true, Optional.empty(), 10).items().stream()
                .map(DueRunIndex.DueRun::run)
                .toList();
    }
}
