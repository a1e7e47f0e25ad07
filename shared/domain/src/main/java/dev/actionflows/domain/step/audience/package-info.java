/** Steps that change the membership of segments. */
@NullMarked
package dev.actionflows.domain.step.audience;

import org.jspecify.annotations.NullMarked;
