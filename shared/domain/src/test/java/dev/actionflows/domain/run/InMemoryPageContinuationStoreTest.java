package dev.actionflows.domain.run;

class InMemoryPageContinuationStoreTest extends PageContinuationStoreContract {
    InMemoryPageContinuationStoreTest() {
        super(new InMemoryPageContinuationStore());
    }
}
