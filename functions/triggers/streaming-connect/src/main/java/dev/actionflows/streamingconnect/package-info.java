/** Fans connect a streaming account, and act there at once. */
@NullMarked
package dev.actionflows.streamingconnect;

import org.jspecify.annotations.NullMarked;
