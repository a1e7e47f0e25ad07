package dev.actionflows.domain.run;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryWaitingRunStoreTest extends WaitingRunStoreContract {
    InMemoryWaitingRunStoreTest() {
        super(new InMemoryStores().stores);
    }
}
