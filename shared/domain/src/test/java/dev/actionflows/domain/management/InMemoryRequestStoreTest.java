package dev.actionflows.domain.management;

class InMemoryRequestStoreTest extends RequestStoreContract {
    InMemoryRequestStoreTest() {
        super(new InMemoryRequestStore());
    }
}
