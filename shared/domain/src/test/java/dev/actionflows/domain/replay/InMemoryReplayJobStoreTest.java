package dev.actionflows.domain.replay;

class InMemoryReplayJobStoreTest extends ReplayJobStoreContract {
    InMemoryReplayJobStoreTest() {
        super(new InMemoryReplayJobStore());
    }
}
