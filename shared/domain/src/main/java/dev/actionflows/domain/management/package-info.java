/** Management of projects by their developers, beyond reading and storing. */
@NullMarked
package dev.actionflows.domain.management;

import org.jspecify.annotations.NullMarked;
