/** The management API: what a project's developers do over HTTP, as {@code openapi.yaml} says. */
@NullMarked
package dev.actionflows.flows;

import org.jspecify.annotations.NullMarked;
