/** The step {@code follow_artist}. */
@NullMarked
package dev.actionflows.followartist;

import org.jspecify.annotations.NullMarked;
