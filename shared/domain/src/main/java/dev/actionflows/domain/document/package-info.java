/** Documents from outside, read field by field, with every violation named by its JSON pointer. */
@NullMarked
package dev.actionflows.domain.document;

import org.jspecify.annotations.NullMarked;
