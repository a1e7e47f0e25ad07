/** Tests of the rights of a fan. */
@NullMarked
package dev.actionflows.domain.privacy;

import org.jspecify.annotations.NullMarked;
