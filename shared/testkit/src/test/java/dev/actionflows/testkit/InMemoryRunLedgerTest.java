package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.RunLedgerContract;

class InMemoryRunLedgerTest extends RunLedgerContract {
    InMemoryRunLedgerTest() {
        super(new InMemoryStores().stores);
    }
}
