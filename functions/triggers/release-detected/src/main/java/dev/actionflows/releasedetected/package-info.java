/** Starts the flows whose trigger is {@code release.detected}. */
@NullMarked
package dev.actionflows.releasedetected;

import org.jspecify.annotations.NullMarked;
