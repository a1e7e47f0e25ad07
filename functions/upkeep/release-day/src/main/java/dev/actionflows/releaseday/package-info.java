/** Saves releases that have come out for the fans who pre-saved them. */
@NullMarked
package dev.actionflows.releaseday;

import org.jspecify.annotations.NullMarked;
