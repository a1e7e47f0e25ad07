package dev.actionflows.domain.project;

class InMemoryKeyRingTest extends KeyRingContract {
    @Override
    protected KeyRing keyRing() {
        return new InMemoryKeyRing();
    }
}
