package dev.actionflows.domain.inbox;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that needs a person.
 *
 * @param subject the id of the flow, release or run where it shows, or the name of the streaming
 *     service; of several the first one; empty: the project
 * @param reason the wire name of the reason of steps, or of what a search has found; of credits the
 *     limit: {@code granted} or {@code monthly}
 * @param count how many there are, at least one
 * @param atLeast whether there may be more
 * @param since when it began, as far as known
 * @param until when it ends, or gets worse, unless somebody does something
 */
public record InboxItem(
        InboxKind kind,
        Optional<String> subject,
        Optional<String> reason,
        long count,
        boolean atLeast,
        Optional<Instant> since,
        Optional<Instant> until) {
    /** One thing. */
    static InboxItem one(InboxKind kind) {
        return new InboxItem(
                kind,
                Optional.empty(),
                Optional.empty(),
                1,
                false,
                Optional.empty(),
                Optional.empty());
    }

    InboxItem of(String name) {
        return new InboxItem(kind, Optional.of(name), reason, count, atLeast, since, until);
    }

    InboxItem because(String why) {
        return new InboxItem(kind, subject, Optional.of(why), count, atLeast, since, until);
    }

    InboxItem times(long number, boolean orMore) {
        return new InboxItem(kind, subject, reason, number, orMore, since, until);
    }

    InboxItem since(Instant begin) {
        return new InboxItem(kind, subject, reason, count, atLeast, Optional.of(begin), until);
    }

    InboxItem until(Instant end) {
        return new InboxItem(kind, subject, reason, count, atLeast, since, Optional.of(end));
    }
}
