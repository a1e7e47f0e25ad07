/** Texts: templates, opt-out words, and the port to the provider. */
@NullMarked
package dev.actionflows.domain.messaging;

import org.jspecify.annotations.NullMarked;
