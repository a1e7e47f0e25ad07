package dev.actionflows.domain.run;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryFactReaderTest extends FactReaderContract {
    InMemoryFactReaderTest() {
        super(new InMemoryStores().stores);
    }
}
