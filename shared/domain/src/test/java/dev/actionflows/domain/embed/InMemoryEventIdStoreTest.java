package dev.actionflows.domain.embed;

class InMemoryEventIdStoreTest extends EventIdStoreContract {
    InMemoryEventIdStoreTest() {
        super(new InMemoryEventIdStore());
    }
}
