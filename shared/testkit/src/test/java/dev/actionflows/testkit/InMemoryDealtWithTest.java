package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.DealtWithContract;

class InMemoryDealtWithTest extends DealtWithContract {
    InMemoryDealtWithTest() {
        super(new InMemoryDealtWith());
    }
}
