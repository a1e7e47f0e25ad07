/** Receives the texts of fans and the delivery reports of texts that went through AWS. */
@NullMarked
package dev.actionflows.smsevents;

import org.jspecify.annotations.NullMarked;
