package dev.actionflows.domain.replay;

import java.time.Instant;

/**
 * How and when a job ended.
 *
 * @param state COMPLETED, FAILED or CANCELLED
 */
public record JobEnd(JobState state, Instant at) {}
