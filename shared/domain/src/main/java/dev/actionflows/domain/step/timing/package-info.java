/** The step type that waits. */
@NullMarked
package dev.actionflows.domain.step.timing;

import org.jspecify.annotations.NullMarked;
