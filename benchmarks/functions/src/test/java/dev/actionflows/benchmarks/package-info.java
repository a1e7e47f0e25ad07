/**
 * Runs the functions like Lambda does, and counts the classes that they load and the calls that
 * they make.
 */
@NullMarked
package dev.actionflows.benchmarks;

import org.jspecify.annotations.NullMarked;
