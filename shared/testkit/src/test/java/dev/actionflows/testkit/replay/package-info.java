/** Measures replays of many runs, and checks that they are linear and exact. */
@NullMarked
package dev.actionflows.testkit.replay;

import org.jspecify.annotations.NullMarked;
