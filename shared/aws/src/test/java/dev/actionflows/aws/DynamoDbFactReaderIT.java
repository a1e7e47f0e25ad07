package dev.actionflows.aws;

import dev.actionflows.testkit.contract.FactReaderContract;

class DynamoDbFactReaderIT extends FactReaderContract {
    DynamoDbFactReaderIT() {
        super(DynamoDbStores.create());
    }
}
