package dev.actionflows.testkit;

import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.testkit.contract.KeyRingContract;

class InMemoryKeyRingTest extends KeyRingContract {
    @Override
    protected KeyRing keyRing() {
        return new InMemoryKeyRing();
    }
}
