/** The step {@code send_instagram_dm}. */
@NullMarked
package dev.actionflows.sendinstagramdm;

import org.jspecify.annotations.NullMarked;
