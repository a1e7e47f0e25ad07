/** Messages: templates, opt-out words, and the ports to the providers. */
@NullMarked
package dev.actionflows.domain.messaging;

import org.jspecify.annotations.NullMarked;
