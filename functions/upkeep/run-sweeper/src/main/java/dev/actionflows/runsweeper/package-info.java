/** Finds the runs that are due, once a minute; the run starter does so between. */
@NullMarked
package dev.actionflows.runsweeper;

import org.jspecify.annotations.NullMarked;
