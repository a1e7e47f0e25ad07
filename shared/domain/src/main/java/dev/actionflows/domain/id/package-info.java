/** Identifiers: one type per kind, so that the compiler rejects mix-ups. */
@NullMarked
package dev.actionflows.domain.id;

import org.jspecify.annotations.NullMarked;
