package dev.actionflows.domain.inbox;

import java.util.List;

/**
 * What in a project needs a person.
 *
 * @param items by kind
 * @param complete whether everything was looked at; false if the project has more active flows or
 *     releases than one answer reads
 */
public record Inbox(List<InboxItem> items, boolean complete) {
    public Inbox {
        items = List.copyOf(items);
    }
}
