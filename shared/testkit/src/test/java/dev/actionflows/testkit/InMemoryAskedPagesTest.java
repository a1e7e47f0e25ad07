package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.AskedPagesContract;

class InMemoryAskedPagesTest extends AskedPagesContract {
    InMemoryAskedPagesTest() {
        super(new InMemoryAskedPages());
    }
}
