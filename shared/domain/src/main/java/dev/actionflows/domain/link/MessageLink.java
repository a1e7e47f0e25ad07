package dev.actionflows.domain.link;

import java.util.Optional;
import java.util.Set;

/**
 * The links of a message.
 *
 * @param message the key of the message: its project, run and step
 * @param targets the links that it has: whoever knows one of them must not be able to open another
 * @param owner empty for a message of a run that began as a test: its visits are not counted
 */
public record MessageLink(
        String message, Set<LinkTarget> targets, Optional<LinkOwner> owner, LinkVisits visits) {
    public MessageLink {
        targets = Set.copyOf(targets);
    }
}
