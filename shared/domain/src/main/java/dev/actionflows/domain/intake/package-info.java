/** From a verified event to a stored run: one path for every source. */
@NullMarked
package dev.actionflows.domain.intake;

import org.jspecify.annotations.NullMarked;
