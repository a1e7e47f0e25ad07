package dev.actionflows.domain.link;

import java.util.Set;

/**
 * The links of a message.
 *
 * @param message the key of the message: its project, run and step
 * @param targets the links that it has: whoever knows one of them must not be able to open another
 */
public record MessageLink(String message, Set<LinkTarget> targets, LinkVisits visits) {
    public MessageLink {
        targets = Set.copyOf(targets);
    }
}
