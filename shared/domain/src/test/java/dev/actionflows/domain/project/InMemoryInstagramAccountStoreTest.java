package dev.actionflows.domain.project;

class InMemoryInstagramAccountStoreTest extends InstagramAccountStoreContract {
    InMemoryInstagramAccountStoreTest() {
        super(new InMemoryInstagramAccountStore());
    }
}
