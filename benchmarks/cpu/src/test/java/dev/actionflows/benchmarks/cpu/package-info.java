/** Measures the computation time of handlers. */
@NullMarked
package dev.actionflows.benchmarks.cpu;

import org.jspecify.annotations.NullMarked;
