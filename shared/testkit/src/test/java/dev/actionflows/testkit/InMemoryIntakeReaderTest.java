package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.IntakeReaderContract;

class InMemoryIntakeReaderTest extends IntakeReaderContract {
    InMemoryIntakeReaderTest() {
        super(new InMemoryStores().stores);
    }
}
