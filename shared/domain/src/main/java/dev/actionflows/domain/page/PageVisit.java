package dev.actionflows.domain.page;

import dev.actionflows.domain.embed.Client;
import dev.actionflows.domain.run.Deadline;

import java.util.Optional;

/**
 * A request of a visitor who does something on a page.
 *
 * @param fanToken from the cookie of an identified fan; may be invalid
 * @param id the same when the browser sends the same form again
 * @param deadline until when a streaming service may be called
 */
public record PageVisit(Optional<String> fanToken, String id, Client client, Deadline deadline) {
    /** Omits the token. */
    @Override
    public String toString() {
        return "PageVisit[" + id + "]";
    }
}
