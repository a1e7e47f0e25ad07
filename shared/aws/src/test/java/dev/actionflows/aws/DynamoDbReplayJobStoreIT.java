package dev.actionflows.aws;

import dev.actionflows.domain.replay.ReplayJobStoreContract;

class DynamoDbReplayJobStoreIT extends ReplayJobStoreContract {
    DynamoDbReplayJobStoreIT() {
        super(new DynamoDbReplayJobStore(LocalDynamoDb.table()));
    }
}
