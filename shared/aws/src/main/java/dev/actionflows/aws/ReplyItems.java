package dev.actionflows.aws;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.LastReply;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Fans' messages: an item for each that is a reply or was taken by a flow, and on the item of the
 * address {@link LastReply}.
 */
final class ReplyItems {
    /** Longer than queues redeliver a message, dead letters included. */
    private static final Duration KEPT_FOR = Duration.ofDays(30);

    private final Table table;

    ReplyItems(Table table) {
        this.table = table;
    }

    /**
     * The message and the times are written together: neither is ever there without the other. A
     * message that is stored already changes nothing.
     */
    void add(ProjectId project, Identity identity, EventId message, Instant at) {
        TransactWriteItem once =
                TransactWrites.put(
                        table,
                        item(project, identity, message, at),
                        TransactWrites.ABSENT,
                        Map.of());
        Key address = Key.identity(project, identity);
        AttributeValue time = TransactWrites.number(at.toEpochMilli());
        if (isSuperseded(once, latest(address, message, time))
                && isSuperseded(
                        once,
                        TransactWrites.latest(table, address, FanItem.REPLIED_EARLIER_AT, time))) {
            table.transact(List.of(once));
        }
    }

    /** Keeps later deliveries of a message from being added. */
    void exclude(ProjectId project, Identity identity, EventId message, Instant at) {
        table.put(item(project, identity, message, at));
    }

    private static Item item(ProjectId project, Identity identity, EventId message, Instant at) {
        return Item.at(Key.reply(project, identity, message))
                .put("at", at)
                .put(Table.EXPIRES_AT, at.plus(KEPT_FOR).getEpochSecond());
    }

    /** Whether only the second is refused, because a later reply is stored. */
    private boolean isSuperseded(TransactWriteItem once, TransactWriteItem latest) {
        List<Table.Refusal> refusals = table.transact(List.of(once, latest));
        return !refusals.isEmpty() && refusals.stream().noneMatch(it -> it.index() == 0);
    }

    private TransactWriteItem latest(Key address, EventId message, AttributeValue at) {
        return TransactWrites.update(
                table,
                address,
                "SET #earlier = if_not_exists(#latest, :none), #latest = :at, #reply = :reply",
                "attribute_not_exists(#latest) OR #latest < :at",
                Map.of(
                        "#latest", FanItem.REPLIED_AT,
                        "#earlier", FanItem.REPLIED_EARLIER_AT,
                        "#reply", FanItem.REPLY),
                Map.of(
                        ":at", at,
                        ":none", TransactWrites.number(0),
                        ":reply", AttributeValue.fromS(message.value())));
    }
}
