package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.VerificationsContract;

class InMemoryVerificationsTest extends VerificationsContract {
    InMemoryVerificationsTest() {
        super(new InMemoryVerifications());
    }
}
