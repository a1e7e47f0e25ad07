package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.FlowStoreContract;

class InMemoryFlowStoreTest extends FlowStoreContract {
    InMemoryFlowStoreTest() {
        super(new InMemoryStores().stores);
    }
}
