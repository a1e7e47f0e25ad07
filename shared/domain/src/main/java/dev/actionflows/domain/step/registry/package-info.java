/** Every step type with its action, in one place. */
@NullMarked
package dev.actionflows.domain.step.registry;

import org.jspecify.annotations.NullMarked;
