/** Messages of a queue, as Lambda hands them over. */
@NullMarked
package dev.actionflows.lambda.queue;

import org.jspecify.annotations.NullMarked;
