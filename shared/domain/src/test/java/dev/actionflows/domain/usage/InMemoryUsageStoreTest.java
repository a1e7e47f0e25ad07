package dev.actionflows.domain.usage;

class InMemoryUsageStoreTest extends UsageStoreContract {
    private static final InMemoryUsageStore STORE = new InMemoryUsageStore();

    InMemoryUsageStoreTest() {
        super(STORE, STORE);
    }
}
