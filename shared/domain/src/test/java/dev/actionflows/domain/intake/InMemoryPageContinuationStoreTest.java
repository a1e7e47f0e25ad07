package dev.actionflows.domain.intake;

class InMemoryPageContinuationStoreTest extends PageContinuationStoreContract {
    InMemoryPageContinuationStoreTest() {
        super(new InMemoryPageContinuationStore());
    }
}
