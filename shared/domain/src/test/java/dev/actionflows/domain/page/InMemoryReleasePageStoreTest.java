package dev.actionflows.domain.page;

class InMemoryReleasePageStoreTest extends ReleasePageStoreContract {
    InMemoryReleasePageStoreTest() {
        super(new InMemoryReleasePageStore());
    }
}
