package dev.actionflows.domain.detection;

class InMemoryDiscographyStoreTest extends DiscographyStoreContract {
    InMemoryDiscographyStoreTest() {
        super(new InMemoryDiscographyStore());
    }
}
