package dev.actionflows.flows;

import dev.actionflows.domain.webhook.WebhookDeliveryStore;
import dev.actionflows.domain.webhook.WebhookQueue;
import dev.actionflows.domain.webhook.WebhookStore;

/** What webhooks need: few functions have classes for it in their jars. */
record WebhookPorts(WebhookStore webhooks, WebhookDeliveryStore deliveries, WebhookQueue queue) {}
