/** How often something may happen. */
@NullMarked
package dev.actionflows.domain.rate;

import org.jspecify.annotations.NullMarked;
