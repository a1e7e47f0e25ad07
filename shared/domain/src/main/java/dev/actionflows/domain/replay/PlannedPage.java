package dev.actionflows.domain.replay;

import java.util.List;
import java.util.Optional;

/**
 * A page that has been read, and is stored before its first run is tried again. Whoever processes
 * the page again after an interruption thereby tries exactly these failures again, and none twice.
 *
 * @param next the beginning of the next page; empty if this is the last one
 * @param counts what was found in the page
 */
public record PlannedPage(Optional<String> next, ReplayCounts counts, List<PlannedRetry> retries) {
    public PlannedPage {
        retries = List.copyOf(retries);
    }
}
