package dev.actionflows.domain.privacy;

import dev.actionflows.domain.testing.InMemoryPorts;

class InMemoryErasureTest extends ErasureContract {
    InMemoryErasureTest() {
        super(ErasureWorld.inMemory(new InMemoryPorts()));
    }
}
