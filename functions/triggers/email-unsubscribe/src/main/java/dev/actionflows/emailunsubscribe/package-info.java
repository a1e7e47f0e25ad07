/** Ends a project's mail to a recipient who uses the link in it. */
@NullMarked
package dev.actionflows.emailunsubscribe;

import org.jspecify.annotations.NullMarked;
