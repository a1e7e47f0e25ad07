package dev.actionflows.domain.project;

class InMemorySmsNumberStoreTest extends SmsNumberStoreContract {
    InMemorySmsNumberStoreTest() {
        super(new InMemorySmsNumberStore());
    }
}
