package dev.actionflows.aws;

import dev.actionflows.domain.run.WaitingRunStoreContract;

class DynamoDbWaitingRunStoreIT extends WaitingRunStoreContract {
    DynamoDbWaitingRunStoreIT() {
        super(DynamoDbStores.create());
    }
}
