package dev.actionflows.domain.fan;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryConnectionStoreTest extends ConnectionStoreContract {
    InMemoryConnectionStoreTest() {
        super(new InMemoryStores().stores);
    }
}
