package dev.actionflows.domain.replay;

import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;

/** Where a job is stored. */
public record JobKey(ProjectId project, JobId job) {}
