package dev.actionflows.domain.intake;

class InMemoryAskedPageStoreTest extends AskedPageStoreContract {
    InMemoryAskedPageStoreTest() {
        super(new InMemoryAskedPageStore());
    }
}
