package dev.actionflows.domain.link;

import java.time.Instant;
import java.util.Optional;

/** Stores the links of messages. They have no end: a fan may open a message years later. */
public interface LinkStore {
    /**
     * Adds the links of a message, before it is sent. Idempotent; keeps the visits.
     *
     * @param message the key of the message
     * @throws IllegalStateException if the code is that of another message: of a billion messages,
     *     one in 6,000 deployments has such a pair
     */
    void add(LinkCode code, String message);

    /** Reads the links of a message; strongly consistent. */
    Optional<MessageLink> find(LinkCode code);

    /**
     * Counts an opening.
     *
     * @return with this opening; empty if there is no such link
     */
    Optional<MessageLink> open(LinkCode code, Instant at);

    /** Removes the links of a message, and who has followed them. Idempotent. */
    void remove(LinkCode code);

    /** Counts a click on a link that exists; otherwise does nothing. */
    void click(LinkCode code, Instant at);
}
