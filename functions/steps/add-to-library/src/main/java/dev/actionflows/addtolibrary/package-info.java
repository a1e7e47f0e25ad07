/** The step {@code add_to_library}. */
@NullMarked
package dev.actionflows.addtolibrary;

import org.jspecify.annotations.NullMarked;
