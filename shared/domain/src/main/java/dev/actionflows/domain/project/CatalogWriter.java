package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;

/** Stores a project's new releases, artists and segments. */
public interface CatalogWriter {
    void create(ProjectId project, Release release);

    void create(ProjectId project, Artist artist);

    void create(ProjectId project, Segment segment);
}
