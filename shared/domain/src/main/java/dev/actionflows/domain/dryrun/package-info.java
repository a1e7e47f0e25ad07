/** Plays a flow for a fan without doing anything: production code on ports that only record. */
@NullMarked
package dev.actionflows.domain.dryrun;

import org.jspecify.annotations.NullMarked;
