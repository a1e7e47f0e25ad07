package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.ProjectId;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which pages of a list have asked for the next one. A page that is delivered again does not ask
 * again: each of those would go through the rest of the list, and be delivered again in its turn.
 * It has to end where it ended then: whoever has come into the list meanwhile pushes others past
 * the end, and the page that was asked for begins behind them.
 */
public interface AskedPageStore {
    /** How long it is known at least: longer than a queue keeps a message. */
    Duration KEPT = Duration.ofDays(15);

    /** Where the page begins that this one has asked for; empty when it has not asked. */
    Optional<String> nextOf(AskedPage page);

    /**
     * To be called once the next page has been asked for.
     *
     * @param next where that begins
     */
    void add(AskedPage page, String next, Instant now);

    /**
     * A page on one way through a list.
     *
     * @param pass tells this way through the list from every other
     * @param cursor where the page begins; empty text: the first one
     */
    record AskedPage(ProjectId project, String pass, String cursor) {}
}
