package dev.actionflows.domain.run;

class InMemoryFlowRunReaderTest extends FlowRunReaderContract {
    private static final InMemoryRunLedger LEDGER = new InMemoryRunLedger();

    InMemoryFlowRunReaderTest() {
        super(LEDGER, new InMemoryFlowRunReader(LEDGER));
    }
}
