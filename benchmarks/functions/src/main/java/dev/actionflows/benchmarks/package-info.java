/** What the functions are measured against. */
@NullMarked
package dev.actionflows.benchmarks;

import org.jspecify.annotations.NullMarked;
