/** Where a label's servers and pages send events, and fans the codes that they were sent. */
@NullMarked
package dev.actionflows.embedevents;

import org.jspecify.annotations.NullMarked;
