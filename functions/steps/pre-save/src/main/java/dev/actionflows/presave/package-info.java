/** The step {@code pre_save}. */
@NullMarked
package dev.actionflows.presave;

import org.jspecify.annotations.NullMarked;
