/** What many tests share: sample data, a world of in-memory ports, recorders. */
@NullMarked
package dev.actionflows.domain.testing;

import org.jspecify.annotations.NullMarked;
