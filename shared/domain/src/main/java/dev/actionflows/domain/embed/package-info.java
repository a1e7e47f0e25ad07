/** Events from a project's servers and pages, and the codes that verify addresses. */
@NullMarked
package dev.actionflows.domain.embed;

import org.jspecify.annotations.NullMarked;
