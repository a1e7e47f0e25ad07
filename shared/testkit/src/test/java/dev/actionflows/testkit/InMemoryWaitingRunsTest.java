package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.WaitingRunsContract;

class InMemoryWaitingRunsTest extends WaitingRunsContract {
    InMemoryWaitingRunsTest() {
        super(new InMemoryStores().stores);
    }
}
