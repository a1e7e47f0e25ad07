/** Steps that say who belongs to which group of fans. */
@NullMarked
package dev.actionflows.domain.step.audience;

import org.jspecify.annotations.NullMarked;
