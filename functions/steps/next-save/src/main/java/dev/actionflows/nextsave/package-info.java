/** The step {@code next_save}. */
@NullMarked
package dev.actionflows.nextsave;

import org.jspecify.annotations.NullMarked;
