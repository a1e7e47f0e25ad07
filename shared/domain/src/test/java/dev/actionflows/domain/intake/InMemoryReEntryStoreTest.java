package dev.actionflows.domain.intake;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryReEntryStoreTest extends ReEntryStoreContract {
    InMemoryReEntryStoreTest() {
        super(new InMemoryStores().stores);
    }
}
