/** Whether fans' authorizations will last until they are needed. */
@NullMarked
package dev.actionflows.domain.health;

import org.jspecify.annotations.NullMarked;
