/** The plans of projects. */
@NullMarked
package dev.actionflows.domain.plan;

import org.jspecify.annotations.NullMarked;
