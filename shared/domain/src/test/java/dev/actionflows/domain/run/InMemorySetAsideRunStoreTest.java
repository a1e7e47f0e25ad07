package dev.actionflows.domain.run;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemorySetAsideRunStoreTest extends SetAsideRunStoreContract {
    InMemorySetAsideRunStoreTest() {
        super(new InMemoryStores().stores);
    }
}
