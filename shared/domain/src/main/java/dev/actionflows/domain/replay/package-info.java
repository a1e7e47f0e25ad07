/** Jobs that try the failed steps of many runs again. */
@NullMarked
package dev.actionflows.domain.replay;

import org.jspecify.annotations.NullMarked;
