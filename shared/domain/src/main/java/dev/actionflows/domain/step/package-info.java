/** The steps of flows: one record for each step type. */
@NullMarked
package dev.actionflows.domain.step;

import org.jspecify.annotations.NullMarked;
