package dev.actionflows.aws;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fans' messages: an item for each that is a reply or was taken by a flow, and on the item of the
 * address when it last replied.
 */
final class ReplyItems {
    /** Longer than queues redeliver a message, dead letters included. */
    private static final Duration KEPT_FOR = Duration.ofDays(30);

    private static final String REPLY = "reply";

    private final Table table;

    ReplyItems(Table table) {
        this.table = table;
    }

    /**
     * The message and the time are written together: neither is ever there without the other. A
     * message that is stored already changes nothing.
     */
    void add(ProjectId project, Identity identity, EventId message, Instant at) {
        TransactWriteItem once =
                TransactWrites.put(
                        table,
                        item(project, identity, message, at).put(REPLY, true),
                        TransactWrites.ABSENT,
                        Map.of());
        TransactWriteItem latest =
                TransactWrites.latest(
                        table,
                        Key.identity(project, identity),
                        FanItem.REPLIED_AT,
                        TransactWrites.number(at.toEpochMilli()));
        List<Table.Refusal> refusals = table.transact(List.of(once, latest));
        if (!refusals.isEmpty() && refusals.stream().noneMatch(it -> it.index() == 0)) {
            // a later reply is stored
            table.transact(List.of(once));
        }
    }

    /**
     * Keeps later deliveries of a message from being added.
     *
     * @return the time of a delivery that was added before
     */
    Optional<Instant> exclude(ProjectId project, Identity identity, EventId message, Instant at) {
        return table.putIfAbsent(item(project, identity, message, at))
                .filter(first -> first.optionalFlag(REPLY).orElse(false))
                .map(first -> first.time("at"));
    }

    private static Item item(ProjectId project, Identity identity, EventId message, Instant at) {
        return Item.at(Key.reply(project, identity, message))
                .put("at", at)
                .put(Table.EXPIRES_AT, at.plus(KEPT_FOR).getEpochSecond());
    }
}
