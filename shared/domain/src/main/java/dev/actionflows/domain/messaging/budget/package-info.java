/** Takes what each message uses up of a project's limits, all or nothing. */
@NullMarked
package dev.actionflows.domain.messaging.budget;

import org.jspecify.annotations.NullMarked;
