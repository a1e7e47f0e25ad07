package dev.actionflows.aws;

import dev.actionflows.domain.embed.EventIdStore;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/** Stores ids as items that expire, each in its own partition. */
public final class DynamoDbEventIdStore implements EventIdStore {
    private static final String CONTENT = "content";

    private final Table table;

    public DynamoDbEventIdStore(Table table) {
        this.table = table;
    }

    @Override
    public Taken take(ProjectId project, EventId event, String content, Instant now) {
        Optional<Item> before =
                table.putIfAbsent(
                        Item.at(Key.eventId(project, event))
                                .put(CONTENT, content)
                                .put(Table.EXPIRES_AT, now.plus(KEPT).getEpochSecond()));
        return before.map(it -> it.text(CONTENT).equals(content) ? Taken.BEFORE : Taken.BY_ANOTHER)
                .orElse(Taken.NOW);
    }
}
