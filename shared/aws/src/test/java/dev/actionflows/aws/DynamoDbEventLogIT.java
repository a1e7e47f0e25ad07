package dev.actionflows.aws;

import dev.actionflows.testkit.contract.EventLogContract;

class DynamoDbEventLogIT extends EventLogContract {
    DynamoDbEventLogIT() {
        super(DynamoDbStores.create());
    }
}
