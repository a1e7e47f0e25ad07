package dev.actionflows.domain.intake;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryProjectEventsTest extends ProjectEventsContract {
    InMemoryProjectEventsTest() {
        super(
                new InMemoryStores().stores,
                stores -> new InMemoryProjectEvents((InMemoryEventLog) stores.events()));
    }
}
