package dev.actionflows.domain.fan;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryRepliesTest extends RepliesContract {
    InMemoryRepliesTest() {
        super(new InMemoryStores().stores);
    }
}
