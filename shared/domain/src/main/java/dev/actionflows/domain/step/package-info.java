/** What flows ask to be done: one record per step type. */
@NullMarked
package dev.actionflows.domain.step;

import org.jspecify.annotations.NullMarked;
