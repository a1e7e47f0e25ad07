package dev.actionflows.aws;

import dev.actionflows.domain.project.InstagramAccountStoreContract;

class DynamoDbInstagramAccountStoreIT extends InstagramAccountStoreContract {
    DynamoDbInstagramAccountStoreIT() {
        super(new DynamoDbInstagramAccountStore(LocalDynamoDb.table()));
    }
}
