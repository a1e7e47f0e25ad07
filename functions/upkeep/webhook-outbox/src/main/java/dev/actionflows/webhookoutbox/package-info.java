/** Stores what happens to runs and fans for the webhooks that subscribe to it. */
@NullMarked
package dev.actionflows.webhookoutbox;

import org.jspecify.annotations.NullMarked;
