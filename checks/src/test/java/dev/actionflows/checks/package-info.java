/** Checks of the whole project: its architecture, its state machine, its template. */
@NullMarked
package dev.actionflows.checks;

import org.jspecify.annotations.NullMarked;
