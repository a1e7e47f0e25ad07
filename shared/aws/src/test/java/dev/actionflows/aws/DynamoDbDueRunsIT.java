package dev.actionflows.aws;

import dev.actionflows.testkit.contract.DueRunsContract;

class DynamoDbDueRunsIT extends DueRunsContract {
    DynamoDbDueRunsIT() {
        super(DynamoDbStores.create());
    }
}
