package dev.actionflows.domain.fan;

class InMemoryExpiringConnectionStoreTest extends ExpiringConnectionStoreContract {
    InMemoryExpiringConnectionStoreTest() {
        super(new InMemoryFanStore(), InMemoryExpiringConnectionStore::new);
    }
}
