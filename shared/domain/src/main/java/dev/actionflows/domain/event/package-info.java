/** What fans do, as it reaches us: verified, and named so that a second delivery is known. */
@NullMarked
package dev.actionflows.domain.event;

import org.jspecify.annotations.NullMarked;
