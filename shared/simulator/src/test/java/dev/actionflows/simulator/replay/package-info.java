/** Measures replays of many runs, and checks that they are linear and exact. */
@NullMarked
package dev.actionflows.simulator.replay;

import org.jspecify.annotations.NullMarked;
