/** What can go wrong, said so that the caller knows what to do about it. */
@NullMarked
package dev.actionflows.domain.error;

import org.jspecify.annotations.NullMarked;
