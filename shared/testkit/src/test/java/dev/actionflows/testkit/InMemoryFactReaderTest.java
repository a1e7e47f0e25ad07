package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.FactReaderContract;

class InMemoryFactReaderTest extends FactReaderContract {
    InMemoryFactReaderTest() {
        super(new InMemoryStores().stores);
    }
}
