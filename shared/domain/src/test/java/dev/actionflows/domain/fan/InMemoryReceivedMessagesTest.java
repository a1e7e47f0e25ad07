package dev.actionflows.domain.fan;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryReceivedMessagesTest extends ReceivedMessagesContract {
    InMemoryReceivedMessagesTest() {
        super(new InMemoryStores().stores);
    }
}
