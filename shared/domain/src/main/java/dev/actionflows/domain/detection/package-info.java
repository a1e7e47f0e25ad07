/** Detecting the new releases of artists at the streaming services. */
@NullMarked
package dev.actionflows.domain.detection;

import org.jspecify.annotations.NullMarked;
