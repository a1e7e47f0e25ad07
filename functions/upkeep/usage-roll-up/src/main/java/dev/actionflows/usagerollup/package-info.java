/**
 * Counts messages, figures and fans from the table's stream, and publishes alerts about credits.
 */
@NullMarked
package dev.actionflows.usagerollup;

import org.jspecify.annotations.NullMarked;
