/**
 * A deployment as its users see it: HTTP in, HTTP out, and the requests that its providers
 * received.
 */
@NullMarked
package dev.actionflows.endtoend;

import org.jspecify.annotations.NullMarked;
