/** One fan's pass through one version of a flow: the ledger of its steps and how they are done. */
@NullMarked
package dev.actionflows.domain.run;

import org.jspecify.annotations.NullMarked;
