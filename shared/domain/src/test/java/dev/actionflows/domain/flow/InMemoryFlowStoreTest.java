package dev.actionflows.domain.flow;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryFlowStoreTest extends FlowStoreContract {
    InMemoryFlowStoreTest() {
        super(new InMemoryStores().stores);
    }
}
