package dev.actionflows.aws;

import dev.actionflows.domain.intake.HandledEventStoreContract;

class DynamoDbHandledEventStoreIT extends HandledEventStoreContract {
    DynamoDbHandledEventStoreIT() {
        super(new DynamoDbHandledEventStore(LocalDynamoDb.table()));
    }
}
