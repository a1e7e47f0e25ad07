/** Counts the messages of runs from the table's stream, and publishes alerts about credits. */
@NullMarked
package dev.actionflows.usagerollup;

import org.jspecify.annotations.NullMarked;
