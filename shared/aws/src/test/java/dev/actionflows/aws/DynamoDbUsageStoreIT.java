package dev.actionflows.aws;

import dev.actionflows.domain.usage.UsageStoreContract;

class DynamoDbUsageStoreIT extends UsageStoreContract {
    DynamoDbUsageStoreIT() {
        super(
                new DynamoDbUsageStore(LocalDynamoDb.table()),
                new DynamoDbFlowFigureStore(LocalDynamoDb.table()));
    }
}
