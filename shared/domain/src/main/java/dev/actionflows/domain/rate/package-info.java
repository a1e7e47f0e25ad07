/** Rate limits. */
@NullMarked
package dev.actionflows.domain.rate;

import org.jspecify.annotations.NullMarked;
