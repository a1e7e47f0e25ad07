/** Playing a flow for a fan without doing anything: production code on stand-ins. */
@NullMarked
package dev.actionflows.domain.rehearsal;

import org.jspecify.annotations.NullMarked;
