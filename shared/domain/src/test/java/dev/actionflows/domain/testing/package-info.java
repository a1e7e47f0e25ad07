/** Shared test support: sample data, an in-memory deployment and recorders. */
@NullMarked
package dev.actionflows.domain.testing;

import org.jspecify.annotations.NullMarked;
