/** Streaming services: saves and follows on the fan's behalf. */
@NullMarked
package dev.actionflows.domain.streaming;

import org.jspecify.annotations.NullMarked;
