/** Flows: triggers, steps, policies, versions. */
@NullMarked
package dev.actionflows.domain.flow;

import org.jspecify.annotations.NullMarked;
