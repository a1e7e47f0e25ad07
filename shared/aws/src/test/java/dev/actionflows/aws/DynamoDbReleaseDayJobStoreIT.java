package dev.actionflows.aws;

import dev.actionflows.domain.releaseday.ReleaseDayJobStoreContract;

class DynamoDbReleaseDayJobStoreIT extends ReleaseDayJobStoreContract {
    DynamoDbReleaseDayJobStoreIT() {
        super(new DynamoDbReleaseDayJobStore(LocalDynamoDb.table()));
    }
}
