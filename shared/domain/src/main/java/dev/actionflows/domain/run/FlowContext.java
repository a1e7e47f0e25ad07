package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowSubject;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.step.Step;

import java.util.Optional;

/**
 * The context of a flow's static checks.
 *
 * @param subject what is known before any run
 * @param catalog read only if a check depends on it
 * @param linked the streaming step whose link message the checked step is; empty if it is none
 */
public record FlowContext(
        Project project, FlowSubject subject, Catalog catalog, Optional<Step> linked) {
    public static FlowContext of(Project project, FlowDefinition definition, Catalog catalog) {
        return new FlowContext(project, FlowSubject.of(definition), catalog, Optional.empty());
    }

    /** For the step at this index. */
    public FlowContext at(int index, FlowDefinition definition) {
        return new FlowContext(
                project,
                subject,
                catalog,
                definition.linkedStep(index).map(definition.steps()::get));
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
