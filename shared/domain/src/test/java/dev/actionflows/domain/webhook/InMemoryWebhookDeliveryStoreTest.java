package dev.actionflows.domain.webhook;

class InMemoryWebhookDeliveryStoreTest extends WebhookDeliveryStoreContract {
    InMemoryWebhookDeliveryStoreTest() {
        super(new InMemoryWebhookDeliveryStore());
    }
}
