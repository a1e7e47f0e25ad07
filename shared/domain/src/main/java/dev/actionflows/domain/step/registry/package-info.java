/** Registry of the step types and their actions. */
@NullMarked
package dev.actionflows.domain.step.registry;

import org.jspecify.annotations.NullMarked;
