package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.DueRunsContract;

class InMemoryDueRunsTest extends DueRunsContract {
    InMemoryDueRunsTest() {
        super(new InMemoryStores().stores);
    }
}
