package dev.actionflows.domain.fan;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryConfirmedAddressTest extends ConfirmedAddressContract {
    InMemoryConfirmedAddressTest() {
        super(new InMemoryStores().stores);
    }
}
