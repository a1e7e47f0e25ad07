/** Confirms the consent of an email address for a recipient who uses the link in a mail. */
@NullMarked
package dev.actionflows.emailconfirm;

import org.jspecify.annotations.NullMarked;
