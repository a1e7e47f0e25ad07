/** The step {@code add_to_segment}. */
@NullMarked
package dev.actionflows.addtosegment;

import org.jspecify.annotations.NullMarked;
