package dev.actionflows.domain.messaging.budget;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryMessageBudgetStoreTest extends MessageBudgetStoreContract {
    InMemoryMessageBudgetStoreTest() {
        super(new InMemoryStores().stores);
    }
}
