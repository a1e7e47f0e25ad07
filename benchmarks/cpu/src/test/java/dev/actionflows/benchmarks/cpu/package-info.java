/** How long handlers compute. */
@NullMarked
package dev.actionflows.benchmarks.cpu;

import org.jspecify.annotations.NullMarked;
