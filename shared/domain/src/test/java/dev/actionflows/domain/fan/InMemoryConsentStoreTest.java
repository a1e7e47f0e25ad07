package dev.actionflows.domain.fan;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryConsentStoreTest extends ConsentStoreContract {
    InMemoryConsentStoreTest() {
        super(new InMemoryStores().stores);
    }
}
