/** What completed steps lead to, and connections that are about to expire, from their queue. */
@NullMarked
package dev.actionflows.outcomeevents;

import org.jspecify.annotations.NullMarked;
