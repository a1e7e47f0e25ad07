package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ProjectId;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Records which pages of a list have requested the next one. A redelivered page does not request it
 * again: otherwise each delivery would traverse the rest of the list. A redelivered page must end
 * where it ended before: fans who joined the list since then push others past its end, and the
 * requested page begins behind them.
 */
public interface PageContinuationStore {
    /** The minimum retention: longer than a queue keeps a message. */
    Duration KEPT = Duration.ofDays(15);

    /**
     * The beginning of the next page that this page has requested; empty if it has requested none.
     */
    Optional<String> continuationOf(ContinuedPage page);

    /**
     * Records that the next page was requested.
     *
     * @param next the beginning of the next page
     */
    void add(ContinuedPage page, String next, Instant now);

    /**
     * A page of one pass through a list.
     *
     * @param pass identifies the pass
     * @param cursor the beginning of the page; empty text for the first page
     */
    record ContinuedPage(ProjectId project, String pass, String cursor) {}
}
