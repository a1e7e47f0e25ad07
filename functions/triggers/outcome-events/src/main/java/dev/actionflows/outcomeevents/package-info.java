/** What completed steps lead to, from its queue. */
@NullMarked
package dev.actionflows.outcomeevents;

import org.jspecify.annotations.NullMarked;
