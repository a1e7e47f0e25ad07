package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

/**
 * Identifies a release-day job.
 *
 * @param job another one each time that the release comes out: it may be moved to a later date
 *     again
 */
public record ReleaseDayKey(ProjectId project, ReleaseId release, JobId job) {}
