/**
 * Events that a label's servers and pages send, and the codes that prove whose address is whose.
 */
@NullMarked
package dev.actionflows.domain.embed;

import org.jspecify.annotations.NullMarked;
