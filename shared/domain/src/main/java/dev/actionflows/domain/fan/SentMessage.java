package dev.actionflows.domain.fan;

import java.time.Instant;

/**
 * A message that was handed to a provider, or is about to be.
 *
 * @param step the key of the step that sends it
 */
public record SentMessage(String step, Instant at) {}
