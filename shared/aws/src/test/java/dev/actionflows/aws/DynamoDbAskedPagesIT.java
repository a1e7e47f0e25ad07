package dev.actionflows.aws;

import dev.actionflows.testkit.contract.AskedPagesContract;

class DynamoDbAskedPagesIT extends AskedPagesContract {
    DynamoDbAskedPagesIT() {
        super(new DynamoDbAskedPages(LocalDynamoDb.table()));
    }
}
