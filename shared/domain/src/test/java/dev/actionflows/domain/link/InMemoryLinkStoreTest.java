package dev.actionflows.domain.link;

class InMemoryLinkStoreTest extends LinkStoreContract {
    InMemoryLinkStoreTest() {
        super(new InMemoryLinkStore());
    }
}
