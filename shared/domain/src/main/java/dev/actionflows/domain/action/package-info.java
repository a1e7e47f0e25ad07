/** What several step types share when they act. */
@NullMarked
package dev.actionflows.domain.action;

import org.jspecify.annotations.NullMarked;
