package dev.actionflows.aws;

import dev.actionflows.domain.connect.ConnectAttemptStoreContract;

class DynamoDbConnectAttemptStoreIT extends ConnectAttemptStoreContract {
    DynamoDbConnectAttemptStoreIT() {
        super(new DynamoDbConnectAttemptStore(LocalDynamoDb.table()));
    }
}
