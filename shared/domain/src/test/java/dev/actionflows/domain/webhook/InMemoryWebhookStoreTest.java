package dev.actionflows.domain.webhook;

class InMemoryWebhookStoreTest extends WebhookStoreContract {
    InMemoryWebhookStoreTest() {
        super(new InMemoryWebhookStore());
    }
}
