/** The rights of a fan: to get everything that is stored, and to have it erased. */
@NullMarked
package dev.actionflows.domain.privacy;

import org.jspecify.annotations.NullMarked;
