/** What permitted a message to be sent. */
@NullMarked
package dev.actionflows.domain.messaging.permit;

import org.jspecify.annotations.NullMarked;
