/** Finds the runs that are due, each minute. */
@NullMarked
package dev.actionflows.runsweeper;

import org.jspecify.annotations.NullMarked;
