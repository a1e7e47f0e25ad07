/** What the benchmarks of jobs share. */
@NullMarked
package dev.actionflows.simulator.benchmark;

import org.jspecify.annotations.NullMarked;
