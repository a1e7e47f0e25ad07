/** What flows listen to. */
@NullMarked
package dev.actionflows.domain.trigger;

import org.jspecify.annotations.NullMarked;
