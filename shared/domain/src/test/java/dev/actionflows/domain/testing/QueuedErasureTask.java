package dev.actionflows.domain.testing;

import dev.actionflows.domain.privacy.ErasureTask;

import java.time.Duration;

/** A message to the function that erases, and its delay. */
public record QueuedErasureTask(ErasureTask task, Duration delay) {}
