package dev.actionflows.aws;

import dev.actionflows.domain.page.ReleasePageStoreContract;

class DynamoDbReleasePageStoreIT extends ReleasePageStoreContract {
    DynamoDbReleasePageStoreIT() {
        super(new DynamoDbReleasePageStore(LocalDynamoDb.table()));
    }
}
