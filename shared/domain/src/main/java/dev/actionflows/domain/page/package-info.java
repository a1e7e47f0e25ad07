/** Pages about releases that the deployment hosts, and what fans do on them. */
@NullMarked
package dev.actionflows.domain.page;

import org.jspecify.annotations.NullMarked;
