package dev.actionflows.aws;

import dev.actionflows.domain.embed.EventIdStoreContract;

class DynamoDbEventIdStoreIT extends EventIdStoreContract {
    DynamoDbEventIdStoreIT() {
        super(new DynamoDbEventIdStore(LocalDynamoDb.table()));
    }
}
