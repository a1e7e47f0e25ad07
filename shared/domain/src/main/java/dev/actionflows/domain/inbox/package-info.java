/** What in a project needs a person. */
@NullMarked
package dev.actionflows.domain.inbox;

import org.jspecify.annotations.NullMarked;
