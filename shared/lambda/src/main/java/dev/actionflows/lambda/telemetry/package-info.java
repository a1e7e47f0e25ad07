/** Logs and metrics: one JSON object a line, without anything that fans or callers have written. */
@NullMarked
package dev.actionflows.lambda.telemetry;

import org.jspecify.annotations.NullMarked;
