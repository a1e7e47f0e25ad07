/** Searches the ids of releases and artists at the streaming services. */
@NullMarked
package dev.actionflows.catalogmatcher;

import org.jspecify.annotations.NullMarked;
