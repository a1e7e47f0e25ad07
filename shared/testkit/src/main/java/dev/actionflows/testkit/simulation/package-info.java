/**
 * A deterministic simulation of a whole deployment: the production code behind its ports, on
 * virtual time, in a world where calls are slow, fail before or after they took effect, arrive
 * twice, and where functions are killed between any two of them. The same seed gives the same
 * history, call by call.
 */
@NullMarked
package dev.actionflows.testkit.simulation;

import org.jspecify.annotations.NullMarked;
