/** What all functions share at their edge to Lambda. */
@NullMarked
package dev.actionflows.lambda;

import org.jspecify.annotations.NullMarked;
