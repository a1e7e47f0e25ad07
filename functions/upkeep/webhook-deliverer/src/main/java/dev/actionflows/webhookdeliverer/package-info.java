/** Posts what happened to runs and fans to webhooks. */
@NullMarked
package dev.actionflows.webhookdeliverer;

import org.jspecify.annotations.NullMarked;
