package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.project.InMemoryCatalog;

class InMemoryPreSaverStoreTest extends PreSaverStoreContract {
    private static final InMemoryCatalog CATALOG = new InMemoryCatalog();

    InMemoryPreSaverStoreTest() {
        super(CATALOG, new InMemoryPreSaverStore(CATALOG, 3));
    }
}
