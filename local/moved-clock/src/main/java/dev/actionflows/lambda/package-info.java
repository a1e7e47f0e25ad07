/** What takes the place of classes of {@code shared/lambda} in the demo's local cloud. */
@NullMarked
package dev.actionflows.lambda;

import org.jspecify.annotations.NullMarked;
