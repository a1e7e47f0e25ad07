/** Reads external documents field by field and reports every violation with its JSON pointer. */
@NullMarked
package dev.actionflows.domain.document;

import org.jspecify.annotations.NullMarked;
