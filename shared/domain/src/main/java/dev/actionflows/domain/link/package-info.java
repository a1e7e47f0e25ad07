/** The project's own links in messages: what they are called, and who has followed them. */
@NullMarked
package dev.actionflows.domain.link;

import org.jspecify.annotations.NullMarked;
