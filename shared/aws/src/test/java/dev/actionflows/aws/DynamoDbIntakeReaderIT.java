package dev.actionflows.aws;

import dev.actionflows.testkit.contract.IntakeReaderContract;

class DynamoDbIntakeReaderIT extends IntakeReaderContract {
    DynamoDbIntakeReaderIT() {
        super(DynamoDbStores.create());
    }
}
