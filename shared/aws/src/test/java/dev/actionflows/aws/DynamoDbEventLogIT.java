package dev.actionflows.aws;

import dev.actionflows.domain.intake.EventLogContract;

class DynamoDbEventLogIT extends EventLogContract {
    DynamoDbEventLogIT() {
        super(DynamoDbStores.create());
    }
}
