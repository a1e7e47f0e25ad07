/** The tenant: an artist's or label's workspace, its accounts, releases and segments. */
@NullMarked
package dev.actionflows.domain.project;

import org.jspecify.annotations.NullMarked;
