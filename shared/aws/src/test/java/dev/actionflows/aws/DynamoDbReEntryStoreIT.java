package dev.actionflows.aws;

import dev.actionflows.domain.intake.ReEntryStoreContract;

class DynamoDbReEntryStoreIT extends ReEntryStoreContract {
    DynamoDbReEntryStoreIT() {
        super(DynamoDbStores.create());
    }
}
