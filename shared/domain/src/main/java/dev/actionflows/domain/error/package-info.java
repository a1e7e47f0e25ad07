/** Errors that tell the caller how to react. */
@NullMarked
package dev.actionflows.domain.error;

import org.jspecify.annotations.NullMarked;
