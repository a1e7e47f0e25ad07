package dev.actionflows.domain.embed;

class InMemoryVerificationStoreTest extends VerificationStoreContract {
    InMemoryVerificationStoreTest() {
        super(new InMemoryVerificationStore());
    }
}
