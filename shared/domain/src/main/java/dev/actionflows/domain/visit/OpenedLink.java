package dev.actionflows.domain.visit;

import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.step.messaging.LinkDestination;

import java.util.List;
import java.util.Optional;

/**
 * What a link in a message leads to.
 *
 * @param release that the message is about
 * @param destinations best first; empty if there is nothing left to connect, and no release at a
 *     service
 */
public record OpenedLink(
        Project project,
        LinkTarget target,
        Optional<Release> release,
        List<LinkDestination> destinations) {
    public OpenedLink {
        destinations = List.copyOf(destinations);
    }
}
