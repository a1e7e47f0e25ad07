/** Logs and metrics: one JSON object per line, free of anything that fans or callers wrote. */
@NullMarked
package dev.actionflows.lambda.telemetry;

import org.jspecify.annotations.NullMarked;
