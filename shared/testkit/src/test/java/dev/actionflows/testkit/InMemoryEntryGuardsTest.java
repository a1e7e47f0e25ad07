package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.EntryGuardsContract;

class InMemoryEntryGuardsTest extends EntryGuardsContract {
    InMemoryEntryGuardsTest() {
        super(new InMemoryStores().stores);
    }
}
