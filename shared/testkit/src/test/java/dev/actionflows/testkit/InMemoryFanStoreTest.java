package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.FanStoreContract;

class InMemoryFanStoreTest extends FanStoreContract {
    InMemoryFanStoreTest() {
        super(new InMemoryStores().stores);
    }
}
