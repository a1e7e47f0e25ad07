package dev.actionflows.domain.fan;

import dev.actionflows.domain.event.EventId;

import java.time.Instant;
import java.util.Optional;

/**
 * When the owner of an address last replied. Enough to tell, for any single message, when another
 * one came last: a message that started a run is no reply to it, even if it was delivered again
 * when no flow listened to it any more.
 *
 * @param message the id of the latest reply; empty if it was stored before ids were
 * @param at when it was received; empty if there was none
 * @param earlierAt when the latest of all other replies was received
 */
public record LastReply(
        Optional<EventId> message, Optional<Instant> at, Optional<Instant> earlierAt) {
    /** The owner has never replied. */
    public static final LastReply NONE =
            new LastReply(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * The same after one more reply, in whatever order they are stored.
     *
     * @param reply not counted before
     */
    public LastReply and(EventId reply, Instant receivedAt) {
        return isBefore(at, receivedAt)
                ? new LastReply(Optional.of(reply), Optional.of(receivedAt), at)
                : new LastReply(
                        message,
                        at,
                        isBefore(earlierAt, receivedAt) ? Optional.of(receivedAt) : earlierAt);
    }

    /** When the latest reply other than this message was received. */
    public Optional<Instant> otherThan(EventId event) {
        return message.filter(event::equals).isPresent() ? earlierAt : at;
    }

    private static boolean isBefore(Optional<Instant> known, Instant time) {
        return known.filter(it -> !it.isBefore(time)).isEmpty();
    }
}
