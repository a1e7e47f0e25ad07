package dev.actionflows.aws;

import dev.actionflows.domain.webhook.WebhookStoreContract;

class DynamoDbWebhookStoreIT extends WebhookStoreContract {
    DynamoDbWebhookStoreIT() {
        super(new DynamoDbWebhookStore(LocalDynamoDb.table()));
    }
}
