package dev.actionflows.aws;

import dev.actionflows.domain.run.FactReaderContract;

class DynamoDbFactReaderIT extends FactReaderContract {
    DynamoDbFactReaderIT() {
        super(DynamoDbStores.create());
    }
}
