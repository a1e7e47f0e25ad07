/** Verified events of fans, with ids that identify redeliveries. */
@NullMarked
package dev.actionflows.domain.event;

import org.jspecify.annotations.NullMarked;
