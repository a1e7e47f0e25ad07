package dev.actionflows.domain.rate;

class InMemoryRateStoreTest extends RateStoreContract {
    InMemoryRateStoreTest() {
        super(new InMemoryRateStore());
    }
}
