/** What a project has subscribed to. */
@NullMarked
package dev.actionflows.domain.plan;

import org.jspecify.annotations.NullMarked;
