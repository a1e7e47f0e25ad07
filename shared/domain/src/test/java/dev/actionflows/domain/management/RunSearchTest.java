package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.InMemoryRunLedger;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunFilter;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class RunSearchTest {
    private static final RunFilter WAITING =
            new RunFilter(Optional.of(RunStatus.WAITING), Optional.empty(), Optional.empty());
    private static final RunFilter RUNNING =
            new RunFilter(Optional.of(RunStatus.RUNNING), Optional.empty(), Optional.empty());

    private final InMemoryRunLedger ledger = new InMemoryRunLedger();
    private final RunSearch search = new RunSearch(ledger);
    private final ProjectId project = Samples.projectId();
    private final FlowId flow = Samples.flowId();

    private void start(int runs) {
        for (int number = 0; number < runs; number++) {
            ledger.putIfAbsent(Samples.run(project, flow, Samples.NOW.plusSeconds(number)));
        }
    }

    private Page<Run> find(RunFilter filter, Optional<String> cursor) {
        return search.find(project, flow, filter, cursor, 10);
    }

    @Test
    void everything_that_fits_is_found_once_page_by_page() {
        start(35);

        List<Run> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<Run> page = find(RUNNING, cursor);
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(found).hasSize(35).doesNotHaveDuplicates();
    }

    @Test
    void a_call_reads_a_bounded_number_of_pages_even_if_nothing_fits() {
        start(10 * RunSearch.MAX_PAGES + 1);

        Page<Run> first = find(WAITING, Optional.empty());

        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isPresent();
        assertThat(find(WAITING, first.next())).isEqualTo(new Page<>(List.of(), Optional.empty()));
    }
}
