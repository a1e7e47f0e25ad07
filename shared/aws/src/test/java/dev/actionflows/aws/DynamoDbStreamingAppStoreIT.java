package dev.actionflows.aws;

import dev.actionflows.domain.project.StreamingAppStoreContract;

class DynamoDbStreamingAppStoreIT extends StreamingAppStoreContract {
    DynamoDbStreamingAppStoreIT() {
        super(
                new DynamoDbProjectStore(LocalDynamoDb.table()),
                new DynamoDbStreamingAppStore(LocalDynamoDb.table()));
    }
}
