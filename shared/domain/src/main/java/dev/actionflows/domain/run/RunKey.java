package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;

/** Identifies a run within all projects. */
public record RunKey(ProjectId project, RunId run) {}
