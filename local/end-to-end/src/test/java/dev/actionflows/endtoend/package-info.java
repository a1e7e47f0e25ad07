/**
 * A deployment from its users' point of view: HTTP requests, their responses, and the requests that
 * its providers received.
 */
@NullMarked
package dev.actionflows.endtoend;

import org.jspecify.annotations.NullMarked;
