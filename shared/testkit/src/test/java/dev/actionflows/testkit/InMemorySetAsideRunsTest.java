package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.SetAsideRunsContract;

class InMemorySetAsideRunsTest extends SetAsideRunsContract {
    InMemorySetAsideRunsTest() {
        super(new InMemoryStores().stores);
    }
}
