/** Writes into the project's schemas what the domain declares. */
@NullMarked
package dev.actionflows.schemas;

import org.jspecify.annotations.NullMarked;
