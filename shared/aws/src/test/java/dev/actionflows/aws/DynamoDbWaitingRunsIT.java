package dev.actionflows.aws;

import dev.actionflows.testkit.contract.WaitingRunsContract;

class DynamoDbWaitingRunsIT extends WaitingRunsContract {
    DynamoDbWaitingRunsIT() {
        super(DynamoDbStores.create());
    }
}
