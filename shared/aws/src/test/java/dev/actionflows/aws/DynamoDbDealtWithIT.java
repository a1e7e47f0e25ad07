package dev.actionflows.aws;

import dev.actionflows.testkit.contract.DealtWithContract;

class DynamoDbDealtWithIT extends DealtWithContract {
    DynamoDbDealtWithIT() {
        super(new DynamoDbDealtWith(LocalDynamoDb.table()));
    }
}
