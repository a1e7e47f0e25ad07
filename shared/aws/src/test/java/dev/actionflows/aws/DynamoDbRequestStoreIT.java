package dev.actionflows.aws;

import dev.actionflows.testkit.contract.RequestStoreContract;

class DynamoDbRequestStoreIT extends RequestStoreContract {
    DynamoDbRequestStoreIT() {
        super(new DynamoDbRequestStore(LocalDynamoDb.table()));
    }
}
