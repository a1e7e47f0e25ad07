/** Streaming steps and what they share. */
@NullMarked
package dev.actionflows.domain.step.streaming;

import org.jspecify.annotations.NullMarked;
