/** Opens the links in messages, and notes who follows them. */
@NullMarked
package dev.actionflows.messagelinks;

import org.jspecify.annotations.NullMarked;
