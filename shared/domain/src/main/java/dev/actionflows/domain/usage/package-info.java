/** How many messages a project sent and what they cost, counted from the changes of runs. */
@NullMarked
package dev.actionflows.domain.usage;

import org.jspecify.annotations.NullMarked;
