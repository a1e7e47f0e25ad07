package dev.actionflows.domain.intake;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryEventLogTest extends EventLogContract {
    InMemoryEventLogTest() {
        super(new InMemoryStores().stores);
    }
}
