package dev.actionflows.webhookoutbox;

import dev.actionflows.aws.DynamoDbWebhookDeliveryStore;
import dev.actionflows.aws.DynamoDbWebhookStore;
import dev.actionflows.aws.SqsWebhookQueue;
import dev.actionflows.domain.webhook.WebhookOutbox;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.AwsPorts;

import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * @param ports with TABLE_NAME and WEBHOOK_QUEUE_URL
 */
record WebhookOutboxSettings(AwsPorts ports) {
    WebhookOutbox outbox() {
        return new WebhookOutbox(
                new DynamoDbWebhookStore(ports.table()),
                new DynamoDbWebhookDeliveryStore(ports.table()),
                new SqsWebhookQueue(
                        ports.clients().client(SqsClient.builder()),
                        ports.environment().required("WEBHOOK_QUEUE_URL")),
                Json::write,
                ports.clock());
    }
}
