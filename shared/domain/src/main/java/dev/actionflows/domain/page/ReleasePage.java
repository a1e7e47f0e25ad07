package dev.actionflows.domain.page;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

/** A release's page, at {@code /r/} and its slug. A release has at most one. */
public record ReleasePage(Slug slug, ProjectId project, ReleaseId release, PageContent content) {}
