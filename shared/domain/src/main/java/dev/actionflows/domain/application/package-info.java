/** Wiring of the domain: one set of ports, and every use case built from it in one place. */
@NullMarked
package dev.actionflows.domain.application;

import org.jspecify.annotations.NullMarked;
