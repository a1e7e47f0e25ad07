/**
 * In-memory twins of the ports, the contracts that a twin and its real implementation both keep,
 * and fixtures.
 */
@NullMarked
package dev.actionflows.testkit;

import org.jspecify.annotations.NullMarked;
