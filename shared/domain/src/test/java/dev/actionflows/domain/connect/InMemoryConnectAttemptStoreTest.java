package dev.actionflows.domain.connect;

class InMemoryConnectAttemptStoreTest extends ConnectAttemptStoreContract {
    InMemoryConnectAttemptStoreTest() {
        super(new InMemoryConnectAttemptStore());
    }
}
