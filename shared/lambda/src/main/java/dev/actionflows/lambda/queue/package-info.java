/** Handles queue messages that Lambda delivers. */
@NullMarked
package dev.actionflows.lambda.queue;

import org.jspecify.annotations.NullMarked;
