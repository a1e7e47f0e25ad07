/** Identifiers: one type each, so that a fan can never be passed for a flow. */
@NullMarked
package dev.actionflows.domain.id;

import org.jspecify.annotations.NullMarked;
