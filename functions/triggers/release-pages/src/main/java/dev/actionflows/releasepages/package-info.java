/** Pages about releases, on which fans pre-save, follow, sign up and listen. */
@NullMarked
package dev.actionflows.releasepages;

import org.jspecify.annotations.NullMarked;
