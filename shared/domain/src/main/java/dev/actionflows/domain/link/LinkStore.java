package dev.actionflows.domain.link;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stores the links of messages. They have no end: a fan may open a message years later. */
public interface LinkStore {
    /**
     * Stores the links of a message, before it is sent. Idempotent; keeps the visits. They take the
     * place of those of an earlier attempt, which was not sent, and never of those of a later one.
     *
     * @param message the key of the message
     * @param targets the links that the message has
     * @param owner where visits are counted; empty for a message of a run that began as a test
     * @param revision of the run, which each attempt increases
     * @throws IllegalStateException if the code is that of another message: of a billion messages,
     *     one in 6,000 deployments has such a pair
     */
    void put(
            LinkCode code,
            String message,
            Set<LinkTarget> targets,
            Optional<LinkOwner> owner,
            long revision);

    /** Reads the links of a message; strongly consistent. */
    Optional<MessageLink> find(LinkCode code);

    /** Reads the links of several messages; without those that have none. */
    Map<LinkCode, MessageLink> findAll(Collection<LinkCode> codes);

    /** Counts an opening of a link that exists; otherwise does nothing. */
    void open(LinkCode code, Instant at);

    /** Removes the links of a message, and who has followed them. Idempotent. */
    void remove(LinkCode code);

    /** Counts a click on a link that exists; otherwise does nothing. */
    void click(LinkCode code, Instant at);
}
