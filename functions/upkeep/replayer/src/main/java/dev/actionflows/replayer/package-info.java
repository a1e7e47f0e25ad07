/** Processes jobs that try the failed steps of many runs again. */
@NullMarked
package dev.actionflows.replayer;

import org.jspecify.annotations.NullMarked;
