/** Projects: the tenants, with their accounts, releases and segments. */
@NullMarked
package dev.actionflows.domain.project;

import org.jspecify.annotations.NullMarked;
