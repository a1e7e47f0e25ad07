package dev.actionflows.domain.analytics;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

import java.util.Optional;

/**
 * Whose funnel it is.
 *
 * @param release empty for the funnel of the whole project
 */
public record FunnelScope(ProjectId project, Optional<ReleaseId> release) {}
