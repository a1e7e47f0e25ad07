package dev.actionflows.domain.management;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunFilter;
import dev.actionflows.domain.run.RunLedger;

import java.util.Optional;

/** Finds runs of a flow by how they ended, newest first. */
public final class RunSearch {
    /** The most pages of runs that one call reads, so that a rare outcome does not take minutes. */
    static final int MAX_PAGES = 10;

    private final RunLedger runs;

    public RunSearch(RunLedger runs) {
        this.runs = runs;
    }

    /**
     * A page of the runs that the filter fits. It may be shorter than the limit, or empty, and not
     * be the last.
     *
     * @param cursor where the previous page ended
     */
    public Page<Run> find(
            ProjectId project, FlowId flow, RunFilter filter, Optional<String> cursor, int limit) {
        Page<Run> page = runs.listByFlow(project, flow, cursor, limit);
        for (int read = 1;
                read < MAX_PAGES
                        && page.next().isPresent()
                        && page.items().stream().noneMatch(filter::fits);
                read++) {
            page = runs.listByFlow(project, flow, page.next(), limit);
        }
        return new Page<>(page.items().stream().filter(filter::fits).toList(), page.next());
    }
}
