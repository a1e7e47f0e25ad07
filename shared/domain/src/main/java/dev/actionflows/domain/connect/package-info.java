/** Fans connect a streaming account, and act there themselves. */
@NullMarked
package dev.actionflows.domain.connect;

import org.jspecify.annotations.NullMarked;
