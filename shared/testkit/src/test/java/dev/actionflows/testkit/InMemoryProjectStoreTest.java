package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.ProjectStoreContract;

class InMemoryProjectStoreTest extends ProjectStoreContract {
    InMemoryProjectStoreTest() {
        super(new InMemoryStores().stores);
    }
}
