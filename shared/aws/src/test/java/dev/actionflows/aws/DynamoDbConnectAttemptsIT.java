package dev.actionflows.aws;

import dev.actionflows.testkit.contract.ConnectAttemptsContract;

class DynamoDbConnectAttemptsIT extends ConnectAttemptsContract {
    DynamoDbConnectAttemptsIT() {
        super(new DynamoDbConnectAttempts(LocalDynamoDb.table()));
    }
}
