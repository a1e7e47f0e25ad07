/** Finding the ids of releases and artists at the streaming services. */
@NullMarked
package dev.actionflows.domain.matching;

import org.jspecify.annotations.NullMarked;
