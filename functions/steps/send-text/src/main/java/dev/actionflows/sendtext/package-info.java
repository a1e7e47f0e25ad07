/** The step {@code send_text}. */
@NullMarked
package dev.actionflows.sendtext;

import org.jspecify.annotations.NullMarked;
