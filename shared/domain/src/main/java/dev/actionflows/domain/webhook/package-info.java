/**
 * Webhooks: reports to a project's own systems about what happens to its runs and fans.
 *
 * <p>{@link dev.actionflows.domain.webhook.WebhookEvents} derives events from changes of the table,
 * {@link dev.actionflows.domain.webhook.WebhookOutbox} stores a delivery for each webhook that
 * subscribes to them, and {@link dev.actionflows.domain.webhook.WebhookDeliverer} makes the
 * attempts.
 */
@NullMarked
package dev.actionflows.domain.webhook;

import org.jspecify.annotations.NullMarked;
