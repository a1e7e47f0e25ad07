/** What happens when a fan follows one of the project's own links. */
@NullMarked
package dev.actionflows.domain.visit;

import org.jspecify.annotations.NullMarked;
