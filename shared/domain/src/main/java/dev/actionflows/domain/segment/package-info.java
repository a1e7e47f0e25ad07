/** Members of segments: listed, exported, imported and removed. */
@NullMarked
package dev.actionflows.domain.segment;

import org.jspecify.annotations.NullMarked;
