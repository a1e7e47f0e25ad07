/** A known person in one project: identities, connections, opt-outs. */
@NullMarked
package dev.actionflows.domain.fan;

import org.jspecify.annotations.NullMarked;
