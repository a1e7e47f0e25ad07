/** Measures the release day of many fans, and checks that its job is linear and exact. */
@NullMarked
package dev.actionflows.simulator.releaseday;

import org.jspecify.annotations.NullMarked;
