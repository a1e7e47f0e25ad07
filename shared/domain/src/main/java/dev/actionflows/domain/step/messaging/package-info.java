/** Steps that send messages. */
@NullMarked
package dev.actionflows.domain.step.messaging;

import org.jspecify.annotations.NullMarked;
