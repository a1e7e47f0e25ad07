package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;

/** Where a run is kept. */
public record RunKey(ProjectId project, RunId run) {}
