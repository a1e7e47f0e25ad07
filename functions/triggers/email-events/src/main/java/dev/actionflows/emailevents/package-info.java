/** Receives the mail service's reports: deliveries, bounces and complaints. */
@NullMarked
package dev.actionflows.emailevents;

import org.jspecify.annotations.NullMarked;
