package dev.actionflows.webhookdeliverer;

import dev.actionflows.aws.DynamoDbWebhookDeliveryStore;
import dev.actionflows.aws.DynamoDbWebhookStore;
import dev.actionflows.aws.SqsWebhookQueue;
import dev.actionflows.domain.webhook.WebhookDeliverer;
import dev.actionflows.domain.webhook.WebhookDeliveryStore;
import dev.actionflows.domain.webhook.WebhookObserver;
import dev.actionflows.domain.webhook.WebhookQueue;
import dev.actionflows.domain.webhook.WebhookStore;
import dev.actionflows.domain.webhook.WebhookSweeper;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.telemetry.WebhookTelemetry;
import dev.actionflows.providers.WebhookClient;

import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * @param ports with TABLE_NAME, DEPLOYMENT, KMS_KEY_ARN and WEBHOOK_QUEUE_URL
 */
record WebhookDelivererSettings(AwsPorts ports) {
    DeliveryConsumer consumer() {
        WebhookStore webhooks = new DynamoDbWebhookStore(ports.table());
        WebhookDeliveryStore deliveries = new DynamoDbWebhookDeliveryStore(ports.table());
        WebhookObserver observer =
                new WebhookTelemetry(
                        ports.log()::write, ports.environment().required("DEPLOYMENT"));
        WebhookQueue queue =
                new SqsWebhookQueue(
                        ports.clients().client(SqsClient.builder()),
                        ports.environment().required("WEBHOOK_QUEUE_URL"));
        return new DeliveryConsumer(
                new WebhookDeliverer(
                        webhooks,
                        deliveries,
                        ports.projects(),
                        ports.vault(),
                        new WebhookClient(),
                        observer,
                        ports.ids(),
                        ports.clock()),
                new WebhookSweeper(
                        webhooks, deliveries, queue, observer, WebhookSweeper.Limits.BY_DEFAULT));
    }
}
