package dev.actionflows.aws;

import dev.actionflows.domain.intake.IntakeReaderContract;

class DynamoDbIntakeReaderIT extends IntakeReaderContract {
    DynamoDbIntakeReaderIT() {
        super(DynamoDbStores.create());
    }
}
