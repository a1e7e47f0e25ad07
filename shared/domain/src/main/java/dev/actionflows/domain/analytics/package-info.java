/** What flows and fans did, in numbers: derived from the ledger, and counted exactly once. */
@NullMarked
package dev.actionflows.domain.analytics;

import org.jspecify.annotations.NullMarked;
