package dev.actionflows.aws;

import dev.actionflows.domain.releaseday.PreSaverStoreContract;

class DynamoDbPreSaverStoreIT extends PreSaverStoreContract {
    DynamoDbPreSaverStoreIT() {
        super(
                new DynamoDbPreSaveStore(LocalDynamoDb.table()),
                new DynamoDbPreSaverStore(LocalDynamoDb.table()));
    }
}
