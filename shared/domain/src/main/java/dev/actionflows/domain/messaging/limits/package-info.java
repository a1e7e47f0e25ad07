/** What limits the number of a project's messages: frequency caps and credits. */
@NullMarked
package dev.actionflows.domain.messaging.limits;

import org.jspecify.annotations.NullMarked;
