package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.EventIdsContract;

class InMemoryEventIdsTest extends EventIdsContract {
    InMemoryEventIdsTest() {
        super(new InMemoryEventIds());
    }
}
