/** Runs the functions as Lambda does, and counts what they load and call. */
@NullMarked
package dev.actionflows.benchmarks;

import org.jspecify.annotations.NullMarked;
