/** Fans: known persons in one project, with their identities, connections and consents. */
@NullMarked
package dev.actionflows.domain.fan;

import org.jspecify.annotations.NullMarked;
