/** Fans connect a streaming account, and perform actions there. */
@NullMarked
package dev.actionflows.domain.connect;

import org.jspecify.annotations.NullMarked;
