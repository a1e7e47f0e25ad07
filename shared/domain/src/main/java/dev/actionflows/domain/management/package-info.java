/** What a project's developers do, beyond reading and storing. */
@NullMarked
package dev.actionflows.domain.management;

import org.jspecify.annotations.NullMarked;
