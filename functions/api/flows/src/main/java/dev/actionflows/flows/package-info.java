/** The management API for a project's developers, specified in {@code openapi.yaml}. */
@NullMarked
package dev.actionflows.flows;

import org.jspecify.annotations.NullMarked;
