package dev.actionflows.aws;

import dev.actionflows.domain.releaseday.PreSaverStoreContract;

import java.time.InstantSource;

class DynamoDbPreSaverStoreIT extends PreSaverStoreContract {
    DynamoDbPreSaverStoreIT() {
        super(
                new DynamoDbPreSaveStore(LocalDynamoDb.table(), InstantSource.system()),
                new DynamoDbPreSaverStore(LocalDynamoDb.table()));
    }
}
