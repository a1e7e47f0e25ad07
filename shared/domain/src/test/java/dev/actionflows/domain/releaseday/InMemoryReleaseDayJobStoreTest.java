package dev.actionflows.domain.releaseday;

class InMemoryReleaseDayJobStoreTest extends ReleaseDayJobStoreContract {
    InMemoryReleaseDayJobStoreTest() {
        super(new InMemoryReleaseDayJobStore());
    }
}
