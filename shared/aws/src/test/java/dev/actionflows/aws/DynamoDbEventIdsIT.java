package dev.actionflows.aws;

import dev.actionflows.testkit.contract.EventIdsContract;

class DynamoDbEventIdsIT extends EventIdsContract {
    DynamoDbEventIdsIT() {
        super(new DynamoDbEventIds(LocalDynamoDb.table()));
    }
}
