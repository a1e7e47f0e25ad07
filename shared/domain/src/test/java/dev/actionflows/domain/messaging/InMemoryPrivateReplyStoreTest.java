package dev.actionflows.domain.messaging;

class InMemoryPrivateReplyStoreTest extends PrivateReplyStoreContract {
    InMemoryPrivateReplyStoreTest() {
        super(new InMemoryPrivateReplyStore());
    }
}
