/** Dry runs of flows: production code on ports that only record. */
@NullMarked
package dev.actionflows.domain.dryrun;

import org.jspecify.annotations.NullMarked;
