package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.RequestStoreContract;

class InMemoryRequestStoreTest extends RequestStoreContract {
    InMemoryRequestStoreTest() {
        super(new InMemoryRequestStore());
    }
}
