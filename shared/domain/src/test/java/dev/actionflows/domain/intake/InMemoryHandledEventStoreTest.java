package dev.actionflows.domain.intake;

class InMemoryHandledEventStoreTest extends HandledEventStoreContract {
    InMemoryHandledEventStoreTest() {
        super(new InMemoryHandledEventStore());
    }
}
