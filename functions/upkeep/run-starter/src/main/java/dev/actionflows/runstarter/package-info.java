/** Lets runs go on whose requirement is met. */
@NullMarked
package dev.actionflows.runstarter;

import org.jspecify.annotations.NullMarked;
