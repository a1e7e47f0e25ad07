package dev.actionflows.domain.intake;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryIntakeReaderTest extends IntakeReaderContract {
    InMemoryIntakeReaderTest() {
        super(new InMemoryStores().stores);
    }
}
