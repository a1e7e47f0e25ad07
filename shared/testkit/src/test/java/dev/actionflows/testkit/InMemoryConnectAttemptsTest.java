package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.ConnectAttemptsContract;

class InMemoryConnectAttemptsTest extends ConnectAttemptsContract {
    InMemoryConnectAttemptsTest() {
        super(new InMemoryConnectAttempts());
    }
}
