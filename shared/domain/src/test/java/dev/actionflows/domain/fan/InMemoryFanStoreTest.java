package dev.actionflows.domain.fan;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryFanStoreTest extends FanStoreContract {
    InMemoryFanStoreTest() {
        super(new InMemoryStores().stores);
    }
}
