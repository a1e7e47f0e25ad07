package dev.actionflows.aws;

import dev.actionflows.domain.webhook.WebhookDeliveryStoreContract;

class DynamoDbWebhookDeliveryStoreIT extends WebhookDeliveryStoreContract {
    DynamoDbWebhookDeliveryStoreIT() {
        super(new DynamoDbWebhookDeliveryStore(LocalDynamoDb.table()));
    }
}
