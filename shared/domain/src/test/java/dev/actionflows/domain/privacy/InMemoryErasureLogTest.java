package dev.actionflows.domain.privacy;

class InMemoryErasureLogTest extends ErasureLogContract {
    InMemoryErasureLogTest() {
        super(new InMemoryErasureLog());
    }
}
