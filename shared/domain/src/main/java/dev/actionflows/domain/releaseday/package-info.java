/** The jobs that save a release, once it is out, for the fans who pre-saved it. */
@NullMarked
package dev.actionflows.domain.releaseday;

import org.jspecify.annotations.NullMarked;
