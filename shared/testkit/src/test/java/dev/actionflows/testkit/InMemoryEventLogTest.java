package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.EventLogContract;

class InMemoryEventLogTest extends EventLogContract {
    InMemoryEventLogTest() {
        super(new InMemoryStores().stores);
    }
}
