/** The step {@code send_email}. */
@NullMarked
package dev.actionflows.sendemail;

import org.jspecify.annotations.NullMarked;
