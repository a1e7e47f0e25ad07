package dev.actionflows.domain.run;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryRunLedgerTest extends RunLedgerContract {
    InMemoryRunLedgerTest() {
        super(new InMemoryStores().stores);
    }
}
