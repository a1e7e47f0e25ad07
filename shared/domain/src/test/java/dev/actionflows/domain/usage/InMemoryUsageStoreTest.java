package dev.actionflows.domain.usage;

class InMemoryUsageStoreTest extends UsageStoreContract {
    InMemoryUsageStoreTest() {
        super(new InMemoryUsageStore());
    }
}
