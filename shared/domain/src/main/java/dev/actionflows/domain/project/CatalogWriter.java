package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;

import java.time.Instant;
import java.util.Optional;

/** Stores a project's new releases, artists and segments. */
public interface CatalogWriter {
    void create(ProjectId project, Release release);

    void create(ProjectId project, Artist artist);

    void create(ProjectId project, Segment segment);
}
