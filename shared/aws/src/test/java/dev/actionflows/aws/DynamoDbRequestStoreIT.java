package dev.actionflows.aws;

import dev.actionflows.domain.management.RequestStoreContract;

class DynamoDbRequestStoreIT extends RequestStoreContract {
    DynamoDbRequestStoreIT() {
        super(new DynamoDbRequestStore(LocalDynamoDb.table()));
    }
}
