package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowSubject;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;

import java.util.Optional;

/**
 * The context of a flow's static checks.
 *
 * @param subject what is known before any run
 * @param catalog read only if a check depends on it
 */
public record FlowContext(Project project, FlowSubject subject, Catalog catalog) {
    public static FlowContext of(Project project, FlowDefinition definition, Catalog catalog) {
        return new FlowContext(project, FlowSubject.of(definition), catalog);
    }

    /** The release of all runs; empty if they differ in it. */
    public Optional<Release> release() {
        return subject.release().flatMap(id -> catalog.findRelease(project.id(), id));
    }

    /** The artist of all runs; empty if they differ in it. */
    public Optional<Artist> artist() {
        return subject.artist().flatMap(id -> catalog.findArtist(project.id(), id));
    }
}
