/**
 * A deterministic simulation of a whole deployment: the production code behind its ports, on
 * virtual time. Calls are slow, are repeated, or fail before or after taking effect, and functions
 * are killed between any two calls. The same seed gives the same history, call by call.
 */
@NullMarked
package dev.actionflows.simulator;

import org.jspecify.annotations.NullMarked;
