/** Runs of flows: the ledger of a run's steps, and how steps are done. */
@NullMarked
package dev.actionflows.domain.run;

import org.jspecify.annotations.NullMarked;
