/** Removes what is stored about fans who were erased. */
@NullMarked
package dev.actionflows.eraser;

import org.jspecify.annotations.NullMarked;
