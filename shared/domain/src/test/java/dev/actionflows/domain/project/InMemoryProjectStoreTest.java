package dev.actionflows.domain.project;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryProjectStoreTest extends ProjectStoreContract {
    InMemoryProjectStoreTest() {
        super(new InMemoryStores().stores);
    }
}
