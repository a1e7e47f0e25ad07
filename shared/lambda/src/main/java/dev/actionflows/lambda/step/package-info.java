/** The edge between the state machine and the step runner. */
@NullMarked
package dev.actionflows.lambda.step;

import org.jspecify.annotations.NullMarked;
